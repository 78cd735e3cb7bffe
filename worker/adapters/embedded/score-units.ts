import type { DraftRequest } from '../../ports.ts';
import { clipMiddle } from '../../text/clean-text.ts';
import { contentTerms } from '../../text/content-terms.ts';
import { sentences } from '../../text/sentences.ts';
import type { Unit } from './draft-units.ts';

/** Longest text of the question that is compared; logs say nothing more. */
const MAX_ASKED = 4_000;
/** Weight of a word that only the passage's headings share with the question. */
const BY_HEADING = 0.35;
const SUBJECT = 1.5;
/** Words of the question that a sentence must share, or half of them where the question has few. */
const SHARED = 3;
/** Questions of one message that are answered each for itself. */
const MAX_ASKS = 3;
const FEWEST_COVERED = 2;

/** Weight of each term of the question, by how few of the units hold it. */
export type Asked = ReadonlyMap<string, number>;

/** Terms of the question in every language the sources are in, the subject's weighing more. */
export function questionTerms(units: readonly Unit[], request: DraftRequest): Asked {
  const asked = new Map<string, number>();
  for (const language of new Set(request.sources.map((source) => source.language))) {
    for (const term of contentTerms(clipMiddle(request.question, MAX_ASKED), language)) asked.set(term, 1);
    for (const term of contentTerms(request.subject, language)) asked.set(term, SUBJECT);
  }
  const holders = new Map<string, number>();
  for (const unit of units) for (const term of unit.terms) holders.set(term, (holders.get(term) ?? 0) + 1);
  return new Map([...asked].map(([term, weight]) => [term, weight * Math.log(1 + units.length / (holders.get(term) ?? 1))]));
}

/** The last questions of the message, each by those of its telling words that some unit or heading holds. */
export function asksOf(units: readonly Unit[], { question, subject, sources }: DraftRequest): Set<string>[] {
  const languages = [...new Set(sources.map((source) => source.language))];
  const known = new Set(units.flatMap((unit) => [...unit.terms, ...unit.about]));
  return sentences(clipMiddle(`${subject}\n${question}`, MAX_ASKED))
    .filter((sentence) => /[?？]$/u.test(sentence))
    .slice(-MAX_ASKS)
    .map((sentence) => new Set(languages.flatMap((language) => contentTerms(sentence, language)).filter((term) => known.has(term))));
}

/** Share of the words of one question that a unit and its headings hold, rare ones counting more. */
export function covers(unit: Unit, ask: ReadonlySet<string>, asked: Asked): number {
  const weight = (terms: readonly string[]) => terms.reduce((sum, term) => sum + (asked.get(term) ?? 0), 0);
  const held = [...ask].filter((term) => unit.terms.has(term) || unit.about.has(term));
  return held.length < FEWEST_COVERED || !held.some((term) => unit.terms.has(term)) ? 0 : weight(held) / Math.max(1e-9, weight([...ask]));
}

/**
 * How well a unit answers: how much of the question's rarer words it holds, damped by its length, less for passages
 * ranked lower and sentences further down. A statement that shares too few words with the question, headings
 * counted, gets zero, unless it opens the passage.
 */
export function scoreOf(unit: Unit, asked: Asked): number {
  let own = 0;
  let headings = 0;
  let shared = 0;
  let bearing = 0;
  for (const [term, weight] of asked) {
    if (unit.terms.has(term)) {
      own += weight;
      bearing++;
    } else if (unit.about.has(term)) headings += BY_HEADING * weight;
    else continue;
    shared++;
  }
  const length = unit.kind === 'step' ? 1.05 : Math.min(1, unit.terms.size / 5);
  const rank = 1 / Math.sqrt(unit.source.n) / (1 + unit.order * 0.06);
  const written = unit.source.kind === 'resolution' ? 0.75 : 1;
  const bears = unit.kind === 'step' || unit.order === 0 || (bearing > 0 && shared >= Math.min(SHARED, Math.ceil(asked.size / 2)));
  return bears ? (0.4 + (own + headings) / (1 + 0.25 * Math.sqrt(unit.terms.size))) * length * rank * written : 0;
}
