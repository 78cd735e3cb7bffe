/** Words that turn a statement round or bound it, in the languages the product writes. */
import { contentTerms } from '../../text/content-terms.ts';
import { fold } from '../../text/fold.ts';

const NEGATORS = new Set(
  'not no never none nothing nobody neither nor cannot without unable nicht kein keine keinen keinem keiner keines nie niemals nichts ohne weder pas jamais aucun aucune rien sans ni nunca jamas ningun ninguna nada sin tampoco nao nenhum nenhuma sem non mai nessun nessuna niente senza niet geen nooit niets zonder noch'.split(
    ' ',
  ),
);
const JAPANESE = /(?:ません|ない(?:で|と|。|$|場合)|なく|ずに|不可|禁止)/gu;
const CONTRACTED = /\p{L}n['’]t\b/giu;

/** Words that bound a statement: without them it says more than its source. */
const BOUNDS = new Set(
  'only unless except until before after nur ausser bis vor nach seulement sauf jusque avant apres solo excepto salvo hasta antes despues apenas somente exceto ate depois soltanto tranne fino prima dopo alleen behalve tot voor na'.split(
    ' ',
  ),
);

/** Bounds without which the rest is simply not true. */
export const EXCEPTIONS: ReadonlySet<string> = new Set(
  'only unless except nur ausser sauf solo excepto salvo apenas somente exceto soltanto tranne alleen behalve'.split(' '),
);

/** Pairs of opposites, folded stems' beginnings: swapping one for the other keeps every other word. */
const OPPOSITES: [string, string][] = (
  'enable:disable enabl:disabl allow:block allow:forbid allow:prevent increase:decrease increas:decreas maximum:minimum more:less higher:lower upper:lower above:below before:after first:last always:never open:close start:stop turn_on:turn_off on:off install:uninstall instal:uninstal add:remov lock:unlock connect:disconnect include:exclude includ:exclud public:private free:paid old:new older:newer upload:download import:export accept:reject accept:declin show:hide check:uncheck select:deselect left:right up:down true:false required:optional requir:option supported:unsupported support:unsupport valid:invalid possible:impossible success:failur succeed:fail activate:deactivate activ:deactiv ' +
  'aktivier:deaktivier erlaub:verbiet offn:schliess hinzufug:entfern erst:letzt activer:desactiver ouvr:ferm activar:desactivar abr:cerr attiv:disattiv apr:chiud openen:sluiten'
)
  .split(' ')
  .map((pair) => pair.split(':') as [string, string]);

export type Polarity = {
  /** Content terms within reach of a negation. */
  negated: Set<string>;
  negations: number;
  bounds: Set<string>;
};

/** How far a negation reaches, in content terms to either side, within its clause. */
const REACH = 3;

export function polarity(text: string, language: string): Polarity {
  const negated = new Set<string>();
  const bounds = new Set<string>();
  let negations = text.match(JAPANESE)?.length ?? 0;
  for (const clause of text.replace(CONTRACTED, (word) => `${word.slice(0, -3)} not`).split(/[,;:.!?()、。]+(?=\s|$)|\s[–—-]\s/u)) {
    const words = clause.match(/[\p{L}\p{M}\p{N}_'’-]+/gu) ?? [];
    for (const [i, word] of words.entries()) {
      const folded = fold(word);
      if (BOUNDS.has(folded)) bounds.add(folded);
      if (!NEGATORS.has(folded)) continue;
      negations++;
      for (const side of [words.slice(i + 1), words.slice(0, i).reverse()]) {
        for (const term of contentTerms(side.slice(0, 10).join(' '), language)
          .filter((t) => !NEGATORS.has(t))
          .slice(0, REACH))
          negated.add(term);
      }
    }
  }
  return { negated, negations, bounds };
}

/** Whether `ours` says a word whose opposite stands in its place in `theirs`. */
export function opposes(ours: ReadonlySet<string>, theirs: ReadonlySet<string>): boolean {
  const has = (terms: ReadonlySet<string>, stem: string) => terms.has(stem) || [...terms].some((term) => stem.length > 4 && term.startsWith(stem));
  return OPPOSITES.some(
    ([a, b]) => (has(ours, a) && !has(theirs, a) && has(theirs, b) && !has(ours, b)) || (has(ours, b) && !has(theirs, b) && has(theirs, a) && !has(ours, a)),
  );
}
