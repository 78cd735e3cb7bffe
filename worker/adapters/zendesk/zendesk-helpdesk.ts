import { AppError } from '../../errors.ts';
import type { Helpdesk } from '../../helpdesk-ports.ts';
import { type FieldMap, toTicket, type ZendeskComment, type ZendeskOrganization, type ZendeskTicket, type ZendeskUser } from './to-ticket.ts';
import { filesOf, readTextFiles } from './zendesk-attachments.ts';
import { zendeskAutomaticReplies } from './zendesk-automatic-replies.ts';
import { type ZendeskClient, type ZendeskClientOptions, zendeskClient } from './zendesk-client.ts';
import { type WholeTicket, zendeskSurroundings } from './zendesk-surroundings.ts';
import { zendeskTicketAccess } from './zendesk-ticket-access.ts';

/** Pages of 100; Zendesk keeps at most 5,000 comments a ticket, and a copilot reads the newest 500. */
const COMMENT_PAGES = 5;
const CONFLICT_TRIES = 3;

type TicketAnswer = { ticket?: ZendeskTicket | null; users?: ZendeskUser[] | null; organizations?: ZendeskOrganization[] | null };
type CommentsAnswer = { comments?: ZendeskComment[] | null; users?: ZendeskUser[] | null; meta?: { has_more?: boolean; after_cursor?: string | null } | null };

export type ZendeskOptions = ZendeskClientOptions & { fieldMap: FieldMap };

/** The helpdesk port over Zendesk's ticket API; `origin` is `https://<subdomain>.zendesk.com`, or the local desk's prefix. */
export function zendeskHelpdesk(options: ZendeskOptions): Helpdesk {
  const client = zendeskClient(options);
  const at = (ticketId: string): string => `/api/v2/tickets/${encodeURIComponent(ticketId)}`;

  async function readTicket(ticketId: string, include = ''): Promise<TicketAnswer & { ticket: ZendeskTicket }> {
    const answer = await client.get<TicketAnswer>(`${at(ticketId)}.json${include}`);
    if (!answer.ticket) throw new AppError('upstream_failed', 'The helpdesk sent a ticket without content.');
    return { ...answer, ticket: answer.ticket };
  }

  async function wholeTicket(ticketId: string): Promise<WholeTicket> {
    const [answer, conversation] = await Promise.all([readTicket(ticketId, '?include=users,organizations,slas'), readComments(client, at(ticketId))]);
    const row = { ...answer.ticket, id: answer.ticket.id ?? ticketId };
    const users = [...(answer.users ?? []), ...conversation.users];
    const ticket = toTicket({ ticket: row, users, organizations: answer.organizations ?? [], comments: conversation.comments }, options.fieldMap);
    const files = filesOf(conversation.comments);
    const attachments = await readTextFiles(files, ticket.requester?.id ?? '', options);
    return { row, ticket: attachments.length > 0 ? { ...ticket, attachments } : ticket, files };
  }

  return {
    platform: 'zendesk',
    automaticReplies: zendeskAutomaticReplies(client, { ticket: (id) => readTicket(id, '?include=users'), comments: (id) => readComments(client, at(id)) }),
    ticketAccess: (userId) => zendeskTicketAccess(client, userId),
    fetchTicket: async (ticketId) => (await wholeTicket(ticketId)).ticket,
    surroundings: async (ticketId) => zendeskSurroundings(client, await wholeTicket(ticketId)),

    async addTags(ticketId, tags) {
      for (let attempt = 1; ; attempt++) {
        const { ticket } = await readTicket(ticketId);
        const present = ticket.tags ?? [];
        if (tags.every((tag) => present.includes(tag))) return present;
        try {
          const guard = ticket.updated_at ? { updated_stamp: ticket.updated_at, safe_update: true } : {};
          const answer = await client.put<{ tags?: string[] | null }>(`${at(ticketId)}/tags.json`, { tags, ...guard });
          return answer.tags ?? (await readTicket(ticketId)).ticket.tags ?? [];
        } catch (error) {
          // Someone else saved the ticket between reading and writing: read again, a few times.
          if (!(error instanceof AppError && error.code === 'conflict' && error.retryable) || attempt >= CONFLICT_TRIES) throw error;
        }
      }
    },

    async addInternalNote(ticketId, text, marker) {
      const { comments } = await readComments(client, at(ticketId));
      if (comments.some((c) => (c.plain_body ?? c.body ?? '').includes(marker))) return;
      await client.put(`${at(ticketId)}.json`, { ticket: { comment: { body: `${text}\n\n${marker}`, public: false } } });
    },

    async fillFields(ticketId, fields) {
      for (let attempt = 1; ; attempt++) {
        const { ticket } = await readTicket(ticketId);
        const filled = new Set(
          (ticket.custom_fields ?? []).filter(({ value }) => value !== null && value !== undefined && value !== '').map(({ id }) => String(id)),
        );
        const wanted = await usableFields(
          client,
          Object.entries(fields).filter(([id]) => !filled.has(id)),
        );
        if (wanted.length === 0) return [];
        const guard = ticket.updated_at ? { updated_stamp: ticket.updated_at, safe_update: true } : {};
        try {
          await client.put(`${at(ticketId)}.json`, { ticket: { custom_fields: wanted.map(([id, value]) => ({ id: Number(id), value })), ...guard } });
          return wanted.map(([id]) => id);
        } catch (error) {
          if (!(error instanceof AppError && error.code === 'conflict' && error.retryable) || attempt >= CONFLICT_TRIES) throw error;
        }
      }
    },

    async setRouting(ticketId, { group, priority }) {
      const found = group === null ? null : await findGroup(client, group);
      const change = { ...(found ? { group_id: found.id } : {}), ...(priority === null ? {} : { priority }) };
      if (Object.keys(change).length > 0) await client.put(`${at(ticketId)}.json`, { ticket: change });
      return { group: found?.name ?? null, priority };
    },
  };
}

/** Newest 500 comments, oldest first, with their authors. */
async function readComments(client: ZendeskClient, ticket: string): Promise<{ comments: ZendeskComment[]; users: ZendeskUser[] }> {
  const comments: ZendeskComment[] = [];
  const users: ZendeskUser[] = [];
  let cursor = '';
  for (let page = 0; page < COMMENT_PAGES; page++) {
    const answer: CommentsAnswer = await client.get<CommentsAnswer>(`${ticket}/comments.json?include=users&sort=-created_at&page[size]=100${cursor}`);
    comments.push(...(answer.comments ?? []));
    users.push(...(answer.users ?? []));
    const after = answer.meta?.has_more ? answer.meta.after_cursor : null;
    if (!after) break;
    cursor = `&page[after]=${encodeURIComponent(after)}`;
  }
  return { comments: comments.reverse().sort((a, b) => (a.created_at ?? '').localeCompare(b.created_at ?? '')), users };
}

type Field = { id?: number | string; active?: boolean; type?: string; custom_field_options?: { name?: string | null; value?: string | null }[] | null };

/** A drop-down takes the tag of one of its options, a text field the words; other kinds, and a word no option has, are left out. */
async function usableFields(client: ZendeskClient, wanted: [string, string][]): Promise<[string, string][]> {
  if (wanted.length === 0) return [];
  const known = (await client.get<{ ticket_fields?: Field[] | null }>('/api/v2/ticket_fields.json')).ticket_fields ?? [];
  return wanted.flatMap(([id, value]): [string, string][] => {
    const field = known.find((f) => String(f.id) === id);
    if (!field || field.active === false) return [];
    if (field.type === 'text') return [[id, value]];
    if (field.type !== 'tagger') return [];
    const same = (text: string | null | undefined): boolean => (text ?? '').split('::').at(-1)?.trim().toLowerCase() === value.toLowerCase();
    const option = (field.custom_field_options ?? []).find((o) => same(o.name) || same(o.value));
    return option?.value ? [[id, option.value]] : [];
  });
}

/** The group of that name (case aside) or number. */
async function findGroup(client: ZendeskClient, wanted: string): Promise<{ id: number; name: string } | null> {
  const { groups } = await client.get<{ groups?: { id?: number; name?: string | null }[] | null }>('/api/v2/groups/assignable.json');
  const match = (groups ?? []).find((g) => String(g.id) === wanted || g.name?.toLowerCase() === wanted.toLowerCase());
  return match?.id === undefined ? null : { id: match.id, name: match.name ?? wanted };
}
