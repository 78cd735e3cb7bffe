import { AppError } from '../../errors.ts';
import type { AutomaticReplies } from '../../helpdesk-ports.ts';
import type { ZendeskComment, ZendeskTicket, ZendeskUser } from './to-ticket.ts';
import type { ZendeskClient } from './zendesk-client.ts';

/** A comment with the metadata an API client wrote beside it, which the customer never sees. */
type MarkedComment = ZendeskComment & { metadata?: { custom?: Record<string, unknown> | null } | null };
type Reading = {
  ticket(ticketId: string): Promise<{ ticket: ZendeskTicket; users?: ZendeskUser[] | null }>;
  /** Oldest first, with their authors. */
  comments(ticketId: string): Promise<{ comments: MarkedComment[]; users: ZendeskUser[] }>;
};

const MARK = 'deskgraph_effect';

/** Public comments without a person, written only onto the ticket as it was read a moment before. */
export function zendeskAutomaticReplies(client: Pick<ZendeskClient, 'put'>, read: Reading): AutomaticReplies {
  return {
    async send(ticketId, { text, lastMessageId }, marker) {
      const [{ ticket, users }, conversation] = await Promise.all([read.ticket(ticketId), read.comments(ticketId)]);
      const reason = reasonAgainst(ticket, [...(users ?? []), ...conversation.users], conversation.comments, lastMessageId);
      if (reason) throw new AppError('conflict', `No automatic reply was sent: ${reason}.`, { retryable: false });
      await client.put(`/api/v2/tickets/${encodeURIComponent(ticketId)}.json`, {
        ticket: {
          comment: { body: text, public: true },
          metadata: { custom: { [MARK]: marker } },
          safe_update: true,
          updated_stamp: ticket.updated_at,
        },
      });
    },
    async sent(ticketId, marker) {
      const { comments } = await read.comments(ticketId);
      return comments.some((comment) => comment.metadata?.custom?.[MARK] === marker);
    },
  };
}

/** Why the ticket may not be answered by a machine any more; null when it may. */
function reasonAgainst(ticket: ZendeskTicket, users: ZendeskUser[], comments: MarkedComment[], lastMessageId: string): string | null {
  const role = (id: ZendeskComment['author_id']) => users.find((user) => String(user.id) === String(id))?.role;
  const last = comments.at(-1);
  if (ticket.status !== 'new' && ticket.status !== 'open') return `the ticket is ${ticket.status ?? 'in no known state'}`;
  if (!ticket.updated_at) return 'the helpdesk does not say when the ticket changed';
  if (role(ticket.requester_id) !== 'end-user') return 'the requester is not an end user';
  if (comments.some((comment) => role(comment.author_id) !== 'end-user')) return 'someone of the team has written already';
  if (last && String(last.id) !== lastMessageId) return 'the customer has written again';
  return null;
}
