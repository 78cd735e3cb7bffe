/** The one way a ticket changes, whoever asks: Zendesk-shaped REST, or the desk's own pages. */
import type { Priority } from '#shared/ticket';
import { recordInvalid, updateConflict } from './errors.ts';
import type { AuditRecord, CommentRecord, FieldChange, FileRecord, SlaRecord, Status, TicketRecord, TicketType } from './records.ts';
import type { Store } from './store.ts';
import { htmlToText, momentAfter, toMoment, toTags } from './text.ts';

/** Zendesk cuts comments here (64 kB). */
export const MAX_COMMENT_BYTES = 65_536;
const MAX_COMMENTS = 5_000;

export type NewComment = { text: string; html: string | null; public: boolean; authorId: number; files?: FileRecord[] };

export type TicketChange = {
  subject?: string;
  status?: Status;
  priority?: Priority | null;
  type?: TicketType | null;
  groupId?: number | null;
  assigneeId?: number | null;
  product?: string | null;
  topic?: string | null;
  problemId?: number | null;
  /** Replaces the list. */
  tags?: string[];
  addTags?: string[];
  removeTags?: string[];
  comment?: NewComment;
  /** The `updated_at` the caller saw: the change is refused with 409 when the ticket has moved on. */
  ifUpdatedAt?: string;
};

export type Changed = { ticket: TicketRecord; audit: AuditRecord; comment: CommentRecord | null };

/** Applies `change` in one transaction. Throws `ZendeskError` 409 for an outdated stamp, 422 for a closed ticket or a comment that cannot be kept. */
export function changeTicket(store: Store, before: TicketRecord, change: TicketChange, actorId: number, now: number): Changed {
  if (change.ifUpdatedAt !== undefined && Date.parse(change.ifUpdatedAt) !== Date.parse(before.updatedAt)) throw updateConflict();
  if (before.status === 'closed') throw recordInvalid('status', 'Status: closed prevents ticket update', 'TicketClosed');
  const { ifUpdatedAt: _stamp, addTags = [], removeTags = [], tags, comment, ...fields } = change;
  if (comment) checkComment(store, before.id, comment);

  const removed = new Set(toTags(removeTags));
  const after: TicketRecord = { ...before, ...fields, tags: toTags([...(tags ?? before.tags), ...addTags]).filter((tag) => !removed.has(tag)) };
  const at = momentAfter(before.updatedAt, now);
  // A new ticket opens at its first answer, and a solved one when its requester writes again.
  const byRequester = comment?.authorId === before.requesterId;
  if (comment && change.status === undefined && (before.status === 'new' || (byRequester && (before.status === 'pending' || before.status === 'solved'))))
    after.status = 'open';
  after.sla = clockAfter(before.sla, after.status, comment, byRequester, at);

  const changes = differences(before, after);
  if (changes.length > 0 || comment) after.updatedAt = at;
  return store.transaction(() => {
    const audit: AuditRecord = { id: store.next('audit', 70_001), ticketId: before.id, authorId: actorId, createdAt: at, changes };
    const kept = comment ? saveComment(store, before.id, comment, at) : null;
    if (changes.length > 0 || kept) {
      store.saveTicket(after);
      if (changes.length > 0) store.saveAudit(audit);
    }
    return { ticket: after, audit, comment: kept };
  });
}

/** Stores a comment under the next id. */
export function saveComment(store: Store, ticketId: number, comment: NewComment, at: string): CommentRecord {
  const record: CommentRecord = {
    id: store.next('comment', 80_001),
    ticketId,
    authorId: comment.authorId,
    body: comment.text,
    html: comment.html,
    public: comment.public,
    createdAt: at,
    ...(comment.files && comment.files.length > 0 ? { files: comment.files } : {}),
  };
  store.saveComment(record);
  return record;
}

/** A comment from either form; HTML wins, and its words are what `plain_body` shows. */
export function toComment(input: { body?: string | undefined; htmlBody?: string | undefined; public: boolean; authorId: number }): NewComment {
  const html = input.htmlBody ?? null;
  return { text: html === null ? (input.body ?? '') : htmlToText(html), html, public: input.public, authorId: input.authorId };
}

function checkComment(store: Store, ticketId: number, comment: NewComment): void {
  if (comment.text.trim() === '') throw recordInvalid('comment', 'Comment: cannot be blank', 'BlankValue');
  if (new TextEncoder().encode(comment.html ?? comment.text).length > MAX_COMMENT_BYTES)
    throw recordInvalid('comment', 'Comment: is too long (maximum is 65536 bytes)', 'ValueTooLong');
  if (store.comments(ticketId).length >= MAX_COMMENTS) throw recordInvalid('comment', 'Comment: the ticket already holds 5000 comments');
}

/** A public answer stops the clock, the requester's next message starts it again, solving ends it. */
function clockAfter(sla: SlaRecord | null, status: Status, comment: NewComment | undefined, byRequester: boolean, at: string): SlaRecord | null {
  if (!sla) return null;
  const ends = (comment?.public === true && !byRequester) || status === 'solved' || status === 'closed';
  if (ends) return sla.achievedAt ? sla : { ...sla, achievedAt: at };
  if (byRequester && sla.achievedAt)
    return { metric: 'next_reply', minutes: sla.minutes, dueAt: toMoment(Date.parse(at) + sla.minutes * 60_000), achievedAt: null };
  return sla;
}

const audited = ['subject', 'status', 'priority', 'type', 'groupId', 'assigneeId', 'product', 'topic', 'problemId', 'tags'] as const;

function differences(before: TicketRecord, after: TicketRecord): FieldChange[] {
  return audited
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, value: after[field], previous: before[field] }));
}
