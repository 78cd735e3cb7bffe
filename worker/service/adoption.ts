/** What became of a draft: how much of it stands in the reply that the agent sent. */
import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import { sha256 } from '../governance/canonical.ts';
import type { InstallationRecord } from '../ports.ts';
import { tokens } from '../text/tokens.ts';

/** Longer texts are compared by their beginning: the cost grows with the product of both lengths. */
const MOST_TOKENS = 600;

/** Notes once for each reply what the agent made of the draft before it. Says nothing where no agent replied since. */
export async function noteAdoption(ticket: Ticket, record: Pick<InstallationRecord, 'latestSuggestion' | 'saveFeedback'>): Promise<void> {
  const suggestion = await record.latestSuggestion(ticket.id);
  const reply = suggestion && replySince(ticket, suggestion);
  if (!reply) return;
  const id = `fbk_${sha256(`${suggestion.suggestionId}\n${reply.id}`).slice(0, 40)}`;
  const kept = keptShare(suggestion.draft.text, reply.text);
  await record.saveFeedback(id, { suggestionId: suggestion.suggestionId, kind: 'sent', reason: null, comment: '', tag: null, kept });
}

/** The first public reply of an agent after the draft was written. */
function replySince(ticket: Ticket, { createdAt, draft }: Suggestion): Ticket['messages'][number] | null {
  if (draft.text.trim() === '') return null;
  const written = Date.parse(createdAt);
  return ticket.messages.find((m) => m.role === 'agent' && m.public && Date.parse(m.at) > written) ?? null;
}

/**
 * 1 for a draft that was sent as it is, 0 for a reply that shares nothing with it: 1 − word edits ÷ words of the longer
 * text (Levenshtein distance over words, without case, punctuation and white space).
 */
export function keptShare(draft: string, reply: string): number {
  const [a, b] = [draft, reply].map((text) => tokens(text).slice(0, MOST_TOKENS)) as [string[], string[]];
  const longer = Math.max(a.length, b.length);
  if (longer === 0) return 1;
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, word] of a.entries()) {
    const row = [i + 1];
    for (const [j, other] of b.entries()) row.push(Math.min((row[j] ?? 0) + 1, (before[j + 1] ?? 0) + 1, (before[j] ?? 0) + (word === other ? 0 : 1)));
    before = row;
  }
  return Math.round((1 - (before[b.length] ?? 0) / longer) * 1_000) / 1_000;
}
