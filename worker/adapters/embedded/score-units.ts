import type { DraftRequest } from '../../ports.ts';
import { clipMiddle } from '../../text/clean-text.ts';
import { contentTerms } from '../../text/content-terms.ts';
import type { Unit } from './draft-units.ts';

/** Longest text of the question that is compared; logs say nothing more. */
const MAX_ASKED = 4_000;
/** Weight of a word that only the passage's headings share with the question. */
const BY_HEADING = 0.35;
const SUBJECT = 1.5;

/**
 * Sets each unit's score: how much of the question's rarer words it holds, damped by its length, less for passages
 * ranked lower and sentences further down. A statement that shares no word with the question gets zero.
 */
export function scoreUnits(units: Unit[], request: DraftRequest): void {
  const asked = questionTerms(request);
  const holders = new Map<string, number>();
  for (const unit of units) for (const term of unit.terms) holders.set(term, (holders.get(term) ?? 0) + 1);
  const idf = (term: string) => Math.log(1 + units.length / (holders.get(term) ?? 1));
  for (const unit of units) {
    const about = new Set(contentTerms([unit.source.title, ...unit.source.headings].join(' '), unit.source.language));
    let own = 0;
    let headings = 0;
    for (const [term, weight] of asked) {
      if (unit.terms.has(term)) own += weight * idf(term);
      else if (about.has(term)) headings += BY_HEADING * weight * idf(term);
    }
    const length = unit.kind === 'step' ? 1.2 : Math.min(1, unit.terms.size / 5);
    const rank = 1 / Math.sqrt(unit.source.n) / (1 + unit.place * 0.06);
    const written = unit.source.kind === 'resolution' ? 0.75 : 1;
    const bears = own > 0 || unit.kind === 'step' || unit.place === 0;
    unit.score = bears ? (0.4 + (own + headings) / (1 + 0.25 * Math.sqrt(unit.terms.size))) * length * rank * written : 0;
  }
}

/** Terms of the question in every language the sources are in, the subject's weighing more. */
function questionTerms(request: DraftRequest): Map<string, number> {
  const asked = new Map<string, number>();
  for (const language of new Set(request.sources.map((source) => source.language))) {
    for (const term of contentTerms(clipMiddle(request.question, MAX_ASKED), language)) asked.set(term, 1);
    for (const term of contentTerms(request.subject, language)) asked.set(term, SUBJECT);
  }
  return asked;
}
