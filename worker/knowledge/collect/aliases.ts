/** Other names under which exports carry a field: the documented name wins when both stand there. */
import type { DocumentKind } from '#shared/knowledge';

type Aliases = Readonly<Record<string, readonly string[]>>;

export const replyAliases: Aliases = {
  at: ['created', 'createdAt', 'created_at'],
  text: ['body', 'plain_body'],
  articleIds: ['kb_links', 'article_ids'],
  macroId: ['macro_id'],
};

/** Documented field → names it may have instead, the first found wins. */
export const aliases: Readonly<Record<DocumentKind, Aliases>> = {
  article: {
    id: ['slug'],
    title: ['name'],
    text: ['body', 'content', 'html'],
    url: ['html_url'],
    sections: ['topics'],
    labels: ['label_names', 'tags'],
    updatedAt: ['updated_at', 'updated'],
    formerIds: ['former_ids', 'redirects'],
  },
  ticket: {
    subject: ['title'],
    body: ['description'],
    replies: ['answers', 'comments'],
    createdAt: ['created', 'created_at'],
  },
  macro: { text: ['body'], articleIds: ['article_ids', 'kb_links'] },
  policy: {},
  comment: { ...replyAliases, ticketId: ['ticket_id'] },
  rating: { ticketId: ['ticket_id'] },
  tag: { name: ['label', 'title'], setBy: ['set_by'] },
  visit: { query: ['search'], clicked: ['clicked_articles'], ticketId: ['ticket_id'], at: ['created_at', 'time'] },
  entity: { name: ['label', 'title'], partOf: ['part_of'], dependsOn: ['depends_on'] },
};

export const roleAliases: Readonly<Record<string, 'requester' | 'agent'>> = {
  requester: 'requester',
  asker: 'requester',
  customer: 'requester',
  user: 'requester',
  'end-user': 'requester',
  agent: 'agent',
  helper: 'agent',
  admin: 'agent',
  support: 'agent',
};

/** A copy with documented names; fields with `null` or no value are left to their defaults. */
export function rename(record: Readonly<Record<string, unknown>>, names: Aliases): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) if (value !== null && value !== undefined) out[key] = value;
  for (const [name, others] of Object.entries(names)) {
    if (out[name] !== undefined) continue;
    const found = others.find((other) => out[other] !== undefined);
    if (found !== undefined) out[name] = out[found];
  }
  return out;
}
