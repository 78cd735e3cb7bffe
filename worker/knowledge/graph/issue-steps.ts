/** How an issue was solved in its agents' own words: the reply whose steps other replies repeat most. */
import { contentTerms } from '../../text/content-terms.ts';
import { detectLanguage } from '../../text/language.ts';
import { replySteps } from '../link/reply-steps.ts';
import type { Issue, SolvedTicket } from '../types.ts';

/** Share of a step's words another reply must hold to say the same. */
const SAME = 0.6;
const FEWEST_WORDS = 2;
const FEWEST_STEPS = 2;

/** Issues with `steps` where at least two steps of one reply stand in a reply to another ticket too. */
export function withSteps(issues: readonly Issue[], tickets: readonly SolvedTicket[]): Issue[] {
  const members = issues.map((): SolvedTicket[] => []);
  for (const ticket of tickets) if (ticket.resolution !== '') members[ticket.issue]?.push(ticket);
  return issues.map((issue, i) => {
    const steps = stepsOf(members[i] ?? []);
    return steps === null ? issue : { ...issue, steps };
  });
}

type Steps = NonNullable<Issue['steps']>;

function stepsOf(tickets: readonly SolvedTicket[]): Steps | null {
  const replies = tickets.map((ticket) => {
    const language = detectLanguage(ticket.resolution).value ?? 'en';
    return { ticket, language, steps: replySteps(ticket.resolution), terms: new Set(contentTerms(ticket.resolution, language)) };
  });
  let best: { steps: Steps; support: number } | null = null;
  for (const { ticket, language, steps } of replies) {
    const proven = steps.flatMap((text) => {
      const words = [...new Set(contentTerms(text, language))];
      if (words.length < FEWEST_WORDS) return [];
      const also = replies.filter((other) => other.ticket !== ticket && words.filter((word) => other.terms.has(word)).length >= SAME * words.length);
      return also.length === 0 ? [] : [{ text, tickets: [ticket.id, ...also.map((other) => other.ticket.id)] }];
    });
    const support = proven.reduce((sum, step) => sum + step.tickets.length, 0);
    if (proven.length >= FEWEST_STEPS && support > (best?.support ?? 0)) best = { steps: { ticket: ticket.id, language, steps: proven }, support };
  }
  return best?.steps ?? null;
}
