/** Golden tickets: what is agreed about an answer, checked against the answer. */
import type { GoldenTicket } from '#shared/governance';
import type { Policy } from '#shared/policy';
import type { Suggestion } from '#shared/suggestion';
import { type Ticket, ticketSchema } from '#shared/ticket';

/** Articles that count as found when they stand among the first of the list. */
const TOP_ARTICLES = 3;

/** What the answer gets wrong, in words; empty when it keeps to everything that was agreed. */
export function goldenProblems(golden: GoldenTicket, answer: Suggestion): string[] {
  const { outcome, tags, mustCite, mustNotSay } = golden.expect;
  const problems: string[] = [];
  if (outcome !== null && answer.decision.outcome !== outcome) problems.push(`outcome is ${answer.decision.outcome}, not ${outcome}`);

  const given = new Set(answer.triage.tags.map((t) => t.tag));
  for (const tag of tags) if (!given.has(tag)) problems.push(`tag ${tag} is missing`);

  const shown = new Set([...answer.articles.slice(0, TOP_ARTICLES).map((a) => a.id), ...answer.draft.citations.map((c) => c.articleId)]);
  if (mustCite.length > 0 && !mustCite.some((id) => shown.has(id))) problems.push(`none of ${mustCite.join(', ')} is cited or among the first ${TOP_ARTICLES}`);

  const text = answer.draft.text.toLowerCase();
  for (const phrase of mustNotSay) if (text.includes(phrase.toLowerCase())) problems.push(`the draft says "${phrase}"`);
  return problems;
}

/** A ticket that says no more than one of a policy's examples, and what the answer to it gets wrong. */
export type PolicyCase = { id: string; ticket: Ticket; problems(answer: Suggestion): string[] };

export function policyCases(policies: readonly Policy[]): PolicyCase[] {
  return policies.flatMap(({ id, golden = [] }) =>
    golden.map(({ says, applies, customer }, i): PolicyCase => {
      const name = `${id.slice(0, 100)}#${i + 1}`;
      const message = { id: 'm-1', role: 'requester', at: '', text: says };
      return {
        id: `policy ${name}`,
        ticket: ticketSchema.parse({ id: `golden-${name}`, subject: '', messages: [message], ...(customer ? { customer } : {}) }),
        problems: ({ triage }) => {
          const applied = triage.flags.some(({ code, evidence }) => code === 'policy' && evidence[0] === id);
          return applied === applies ? [] : [`the policy ${applied ? 'applies to' : 'does not apply to'} “${says.slice(0, 80)}”`];
        },
      };
    }),
  );
}
