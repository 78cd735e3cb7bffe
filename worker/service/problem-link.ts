/** Which open problem a ticket seems to be an incident of: a proposal, which an agent takes or leaves. */
import type { Ticket } from '#shared/ticket';
import { contentTerms } from '../text/content-terms.ts';
import { detectLanguage } from '../text/language.ts';

/** Fewer words in common are a coincidence. */
const SHARED = 3;
/** Share of the problem's own weight that the ticket must hold. */
const LEAST = 0.35;
const MAX_TERMS = 400;

/**
 * The id of the problem whose words the ticket holds most of, each weighed by how few of the problems have it (IDF with
 * add-one smoothing); null where none is near enough, or two are as near.
 */
export function problemFor(ticket: Pick<Ticket, 'subject' | 'messages'>, problems: readonly { id: string; text: string }[]): string | null {
  if (problems.length === 0) return null;
  const said = [ticket.subject, ...ticket.messages.filter((m) => m.role === 'requester').map((m) => m.text)].join('\n');
  const language = detectLanguage(said).value;
  const theirs = termsOf(said, language);
  const each = problems.map(({ id, text }) => ({ id, terms: termsOf(text, language) }));
  const counts = new Map<string, number>();
  for (const { terms } of each) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const weight = (term: string): number => Math.log(1 + (1 + problems.length) / (counts.get(term) ?? 1));
  const scored = each
    .map(({ id, terms }) => {
      const shared = [...terms].filter((term) => theirs.has(term));
      const all = sum([...terms].map(weight));
      return { id, score: shared.length < SHARED || all === 0 ? 0 : sum(shared.map(weight)) / all };
    })
    .sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  return best && best.score >= LEAST && best.score > (second?.score ?? 0) ? best.id : null;
}

const termsOf = (text: string, language: string): Set<string> => new Set(contentTerms(text, language).slice(0, MAX_TERMS));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
