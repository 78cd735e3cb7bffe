import type { Voice } from '#shared/release';

/** Words that only the familiar or only the polite form of address has, by language. */
const familiar: Record<string, RegExp> = {
  de: /(?<!\p{L})(?:du|dich|dir|dein(?:e[mnrs]?)?|euch|euer|eure[mnrs]?)(?!\p{L})/iu,
  fr: /(?<!\p{L})(?:tu|toi|ton|tes|t['’](?:as|es|ai))(?!\p{L})/iu,
  es: /(?<!\p{L})(?:tú|ti|contigo|tuyo|tuya|puedes|tienes|quieres|debes)(?!\p{L})/iu,
  it: /(?<!\p{L})(?:tu|tuo|tua|tuoi|puoi|devi|vuoi)(?!\p{L})/iu,
  nl: /(?<!\p{L})(?:jij|jou|jouw|je)(?!\p{L})/iu,
};
const polite: Record<string, RegExp> = {
  // At the beginning of a sentence „Sie“ may be a thing or several people.
  de: /(?<=\p{L}[,;]?\s)(?:Sie|Ihnen|Ihre?[mnrs]?)(?!\p{L})/u,
  fr: /(?<!\p{L})(?:vous|votre|vos)(?!\p{L})/iu,
  es: /(?<!\p{L})(?:usted|ustedes)(?!\p{L})/iu,
  it: /(?<!\p{L})(?:Lei|Suo|Sua)(?!\p{L})/u,
  nl: /(?<!\p{L})(?:u|uw)(?!\p{L})/iu,
};

/** Tells the customer that it is their own doing, or that they are slow. */
const BLAME =
  /\b(?:you (?:should|could|must) have|(?:it(?:['’]s| is| was)|that(?:['’]s| is)) your (?:own )?(?:fault|mistake)|you (?:failed|forgot|neglected|refused) to|as (?:i|we) (?:have )?(?:already )?(?:told|explained to|said to) you|(?:as is|it is|quite) obvious(?:ly)?|had you (?:read|followed)|you (?:clearly|obviously|apparently) (?:did|have)(?: not|n['’]t))\b|\b(?:sie hätten|du hättest) (?:doch |eben )?[^.!?\n]{0,60}(?:sollen|müssen)|(?:ihre|deine) (?:eigene )?schuld|wie (?:ich|wir) (?:ihnen|dir) (?:bereits|schon)|\bvous auriez dû|c['’]est (?:de )?votre faute|comme (?:je|nous) vous l['’](?:ai|avons) déjà|\b(?:debería|tendría) haber|es (?:su|tu) culpa|como ya (?:le|te) (?:dije|dijimos)|\bavrebbe dovuto|è colpa (?:sua|tua)|\bdeveria ter|a culpa é sua|\bu had (?:moeten|beter)|uw eigen schuld/iu;
/** Admits a fault on the team's behalf, which has a legal side; being sorry has not. */
const ADMITS =
  /\b(?:it (?:is|was)|this (?:is|was)|that (?:is|was)) (?:entirely |all |completely )?our (?:own )?fault\b|\bwe (?:are|were) (?:fully |solely )?(?:liable|at fault|negligent|to blame)\b|\bour negligence\b|\b(?:unsere|meine) schuld\b|wir haften\b|\bc['’](?:est|était) (?:entièrement )?notre faute|\b(?:es|fue) (?:nuestra culpa|culpa nuestra)|\b(?:è|era) colpa nostra|\ba culpa (?:é|foi) nossa|\bonze (?:eigen )?schuld\b/iu;
const SORRY =
  /\b(?:sorry|apolog(?:y|ies|i[sz]e))\b|entschuldig|tut (?:mir|uns) leid|désolée?s?\b|excus|lo sentimos|disculp|perdón|scus(?:a|i|ate)\b|dispiace|desculp|lamento|spijt|excuses|申し訳|すみません/iu;
const SHOUTS = /[!！?？]{2,}|(?:\b\p{Lu}{4,}\b[\s,]+){3,}/u;

/** True when a sentence breaks the voice. Quoted ones are the team's own and are only held against blame and admissions. */
export function offends(text: string, language: string, voice: Pick<Voice, 'address'>, quoted: boolean): boolean {
  if (BLAME.test(text) || ADMITS.test(text)) return true;
  if (quoted) return false;
  const form = voice.address?.[language];
  const wrong = form === 'formal' ? familiar[language] : form === 'informal' ? polite[language] : undefined;
  return SHOUTS.test(text) || (wrong?.test(text) ?? false);
}

/** One apology is polite; what comes after it is not. */
export const apologises = (text: string): boolean => SORRY.test(text);
