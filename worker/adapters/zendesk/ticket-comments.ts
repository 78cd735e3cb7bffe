/** Comments out of the ticket event stream (`include=comment_events`). */
import { idOf, isRow, rows, type SourceBatch, textOf } from '#shared/source-batch';
import type { People } from './zendesk-people.ts';

const ARTICLE_LINK = /\/hc\/(?:[a-z]{2,3}(?:-[a-z0-9]+)*\/)?articles\/(\d+)/gi;
const MAX_TEXT = 200_000;

type Found = { ticketId: string; id: string; at: string | null; comment: Record<string, unknown>; macroId: string | null; author: string | null };

export async function addComments(events: (Record<string, unknown> | null)[], people: People, batch: SourceBatch): Promise<void> {
  const found = events.flatMap((event) => commentsOf(event, batch));
  // Most comments are the requester's or an agent's; the role decides which words are a question and which an answer.
  await people.meet(found.map((f) => f.author));
  for (const { ticketId, id, at, comment, macroId, author } of found) {
    const isPublic = comment.public !== false;
    const person = people.get(author);
    // Whoever writes an internal note is of the team. A public comment of nobody known is taken for the customer's: it is never learned as an answer.
    const agent = author === '-1' || !isPublic || person?.staff === true;
    const html = textOf(comment.html_body) ?? '';
    const text = textOf(comment.plain_body) ?? textOf(comment.body) ?? '';
    if (text.trim() === '') continue;
    await batch.add(
      'comment',
      {
        id: `${ticketId}-${id}`,
        ticketId,
        role: agent ? 'agent' : 'requester',
        at,
        text: text.slice(0, MAX_TEXT),
        public: isPublic,
        // A link's address stands in the HTML alone.
        articleIds: [...new Set(Array.from(`${html} ${text}`.matchAll(ARTICLE_LINK), (m) => m[1] ?? ''))].slice(0, 500),
        macroId,
        author: agent ? (person?.name || author)?.slice(0, 256) : author,
      },
      at,
    );
  }
}

function commentsOf(event: Record<string, unknown> | null, batch: SourceBatch): Found[] {
  const ticketId = idOf(event?.ticket_id);
  if (!event || ticketId === null) {
    batch.skip('ticket event', 'An entry without a ticket was left out.');
    return [];
  }
  const children = (rows(event.child_events) ?? []).filter(isRow);
  const macro = children.find((c) => c.event_type === 'AgentMacroReference' || c.type === 'AgentMacroReference');
  return children.flatMap((comment) => {
    const id = idOf(comment.id);
    if (id === null || (comment.event_type !== 'Comment' && comment.type !== 'Comment')) return [];
    const at = textOf(comment.created_at) ?? textOf(event.created_at) ?? secondsToIso(event.timestamp);
    return [{ ticketId, id, at, comment, macroId: idOf(macro?.macro_id), author: idOf(comment.author_id) ?? idOf(event.updater_id) }];
  });
}

function secondsToIso(seconds: unknown): string | null {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? new Date(seconds * 1_000).toISOString() : null;
}
