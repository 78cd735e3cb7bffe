/** Records in the shapes of `wire.ts`. */
import type { DeskUser, TicketDetail, TicketSummary } from '../wire.ts';
import { staff, type TicketRecord, type UserRecord } from './records.ts';
import type { Store } from './store.ts';
import { textToHtml } from './text.ts';
import type { Outbox } from './webhook.ts';

export function createDeskShape(store: Store, outbox: Outbox) {
  const user = (u: UserRecord): DeskUser => ({ id: u.id, name: u.name, email: u.email, role: u.role, locale: u.locale, customer: u.fields });
  const userOf = (id: number): DeskUser => user(store.user(id) ?? { ...staff.agent, id, name: 'Unknown user', email: null, role: 'end-user' });

  const summary = (t: TicketRecord): TicketSummary => ({
    id: t.id,
    subject: t.subject,
    preview: t.preview,
    status: t.status,
    priority: t.priority,
    type: t.type,
    groupId: t.groupId,
    assigneeId: t.assigneeId,
    tags: t.tags,
    requester: userOf(t.requesterId),
    channel: t.channel,
    locale: t.locale,
    brand: t.brand,
    product: t.product,
    topic: t.topic,
    sla: t.sla && !t.sla.achievedAt ? { metric: t.sla.metric, dueAt: t.sla.dueAt } : null,
    createdAt: t.createdAt,
    updatedAt: t.updatedAt,
  });

  const detail = (t: TicketRecord): TicketDetail => ({
    ...summary(t),
    comments: store.comments(t.id).map((c) => ({
      id: c.id,
      author: userOf(c.authorId),
      text: c.body,
      html: c.html ?? textToHtml(c.body),
      public: c.public,
      createdAt: c.createdAt,
      files: (c.files ?? []).map((file) => file.name),
    })),
    audits: store.audits(t.id).map((a) => ({ id: a.id, author: userOf(a.authorId), createdAt: a.createdAt, changes: a.changes })),
    webhook: outbox.lastOf(t.id),
  });

  return { user, summary, detail };
}
