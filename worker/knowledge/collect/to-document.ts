/** From a record under any documented name to the shape the schema checks. */
import type { DocumentKind } from '#shared/knowledge';
import { aliases, rename, replyAliases, roleAliases } from './aliases.ts';
import { asDate, asId, asIds } from './clean.ts';

type Row = Record<string, unknown>;
const isRow = (value: unknown): value is Row => value !== null && typeof value === 'object' && !Array.isArray(value);

const byKind: Record<DocumentKind, (row: Row) => Row> = {
  article: (row) => ({
    ...row,
    ...(row.updatedAt === undefined ? {} : { updatedAt: asDate(row.updatedAt) }),
    ...(row.supersedes === undefined ? {} : { supersedes: asIds(row.supersedes) }),
    ...(row.formerIds === undefined ? {} : { formerIds: asIds(row.formerIds) }),
  }),
  ticket: toTicket,
  macro: (row) => ({ ...row, ...(row.articleIds === undefined ? {} : { articleIds: asIds(row.articleIds) }) }),
  policy: (row) => ({ when: {}, then: {}, text: '', ...row }),
  entity: (row) => row,
  comment: (row) => toReply(row) as Row,
  rating: (row) => row,
  tag: (row) => row,
  visit: (row) => ({ ...row, ...(row.clicked === undefined ? {} : { clicked: asIds(row.clicked) }), ...(row.at === undefined ? {} : { at: asDate(row.at) }) }),
};

/** `row` is cleaned JSON; the result is what the schema of `kind` reads. */
export function toDocument(kind: DocumentKind, row: Row): Row {
  const renamed = rename(row, aliases[kind]);
  if (renamed.id !== undefined) renamed.id = asId(renamed.id);
  return byKind[kind](renamed);
}

function toTicket(row: Row): Row {
  const replies = Array.isArray(row.replies) ? row.replies.map(toReply) : row.replies;
  const answered = Array.isArray(replies) && replies.some((reply) => isRow(reply) && reply.role === 'agent');
  return {
    ...row,
    ...(replies === undefined ? {} : { replies }),
    // Exports without a status are archives of conversations: answered by an agent means done.
    status: row.status ?? (answered ? 'solved' : 'open'),
    ...(row.createdAt === undefined ? {} : { createdAt: asDate(row.createdAt) }),
    ...(row.resolvedBy === undefined ? {} : { resolvedBy: asIds(row.resolvedBy) }),
    ...(isRow(row.requester) ? { requester: { ...rename(row.requester, {}), id: asId(row.requester.id) } } : {}),
  };
}

function toReply(value: unknown): unknown {
  if (!isRow(value)) return value;
  const row = rename(value, replyAliases);
  const role = typeof row.role === 'string' ? (roleAliases[row.role.toLowerCase()] ?? row.role) : row.role;
  return {
    ...row,
    role,
    ...(row.at === undefined ? {} : { at: asDate(row.at) }),
    ...(row.articleIds === undefined ? {} : { articleIds: asIds(row.articleIds) }),
    ...(row.macroId === undefined ? {} : { macroId: asId(row.macroId) }),
    ...(row.author === undefined ? {} : { author: asId(row.author) }),
  };
}
