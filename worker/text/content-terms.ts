import { analyze } from './analyze.ts';
import { fold } from './fold.ts';
import { stemmer } from './stem.ts';

/** Words that carry grammar, not matter. Negations are not among them: they change what a sentence says. */
const functionWords: Readonly<Record<string, string>> = {
  en: 'the a an and or but of to in on at by for with from as is are was were be been being am do does did have has had will would can could should shall may might must it its this that these those i you he she we they me him her us them my your his our their there here what which who whom when where why how if then than so such also just only very more most much many any some each every all both other into onto over under again about up down out off own same too s t re ve ll d m please',
  de: 'der die das den dem des ein eine einen einem einer eines und oder aber von zu zum zur in im ins an am auf bei mit fur aus als ist sind war waren sein bin bist wird werden wurde wurden hat haben hatte kann konnen konnte soll sollte muss mussen darf es er sie wir ihr ich du sich mich mir dir dich uns euch mein dein ihr ihre ihren ihrem unser dies diese dieser dieses diesen was wer wie wo wann warum wenn dann dass so auch nur sehr mehr alle jeder um uber unter nach vor durch bitte man',
  fr: 'le la les l un une des du de d et ou mais a au aux en dans sur sous par pour avec est sont etait etre ete ai as avons avez ont il elle on nous vous ils elles je tu me te se mon ma mes ton ta tes son sa ses notre votre vos leur leurs ce cet cette ces qui que qu quoi dont ou quand comment pourquoi si alors plus tres aussi tout tous toute toutes y s c j n veuillez',
  es: 'el la los las un una unos unas y o pero de del a al en con por para sobre es son era ser sido estar esta estan he ha han hay yo tu usted ustedes el ella nosotros ellos me te se le les lo nos mi mis tu tus su sus nuestro este esta estos estas ese esa eso que quien cual cuando donde como si entonces mas muy tambien todo todos cada ya',
  pt: 'o a os as um uma uns umas e ou mas de do da dos das em no na nos nas com por para sobre e sao era ser sido estar esta estao foi ha eu tu voce voces ele ela nos eles me te se lhe meu minha seu sua nosso este esta esse essa isso que quem qual quando onde como se entao mais muito tambem todo todos cada ja ao aos',
  it: 'il lo la i gli le un uno una e o ma di del della dei delle degli a al alla ai alle da dal dalla in nel nella con su sul sulla per tra fra e sono era essere stato ho ha hanno io tu lui lei noi voi loro mi ti si ci vi mio mia tuo tua suo sua nostro vostro questo questa questi queste quello che chi cui quando dove come se allora piu molto anche tutto tutti ogni gia',
  nl: 'de het een en of maar van te in op aan bij met voor uit als is zijn was waren ben bent wordt worden werd heeft hebben had kan kunnen kon moet moeten mag zal zou er ik jij je u hij zij ze wij we mij me hem haar ons hun mijn jouw uw deze dit die dat wat wie waar wanneer waarom hoe dan zo ook alleen zeer meer alle elke om over onder na',
};

const stops = new Map<string, Set<string>>();

/** Index terms of the function words of a language, none for one that is not known. */
export function functionTerms(language: string): Set<string> {
  const known = stops.get(language);
  if (known) return known;
  const stem = stemmer(language);
  const made = new Set((functionWords[language] ?? '').split(' ').flatMap((word) => [fold(word), stem(fold(word))]));
  stops.set(language, made);
  return made;
}

/** Index terms of `text` (see `analyze`) without function words, in order. Japanese kana pairs, which carry endings, are left out. */
export function contentTerms(text: string, language: string): string[] {
  const stop = functionTerms(language);
  return analyze(text, language).filter((term) => !stop.has(term) && !/^[\p{Script=Hiragana}]+$/u.test(term));
}
