/** Reads and writes the records of one installation's desk. Knows no rules: those are in `change-ticket.ts`. */
import type { AuditRecord, CommentRecord, InstallationRecord, NamedRecord, TicketRecord, UserRecord } from './records.ts';
import type { Database, SqlRow } from './tables.ts';

export type ObjectKind = 'webhook' | 'trigger' | 'article' | 'code' | 'token';
export type ObjectRecord = Record<string, unknown>;

export type Store = ReturnType<typeof createStore>;

export function createStore({ sql, transaction }: Database) {
  type Rows = { toArray(): SqlRow[] };
  const parse = <T>(rows: Rows): T[] => rows.toArray().map((row) => JSON.parse(String(row.json)) as T);
  const first = <T>(rows: Rows): T | null => parse<T>(rows)[0] ?? null;

  /** The next value of a counter, from `from` on. */
  function next(name: string, from = 1): number {
    const [row] = sql.exec('INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value', name, from).toArray();
    return Number(row?.value ?? from);
  }

  return {
    transaction,
    next,

    settings: (): InstallationRecord | null => first(sql.exec("SELECT value AS json FROM settings WHERE key = 'installation'")),
    saveSettings(settings: InstallationRecord): void {
      sql.exec("INSERT OR REPLACE INTO settings VALUES ('installation', ?)", JSON.stringify(settings));
    },

    /** Groups or brands, in the order of their ids. */
    named: (kind: 'group' | 'brand'): NamedRecord[] =>
      sql
        .exec('SELECT id, name FROM named WHERE kind = ? ORDER BY id', kind)
        .toArray()
        .map((row) => ({ id: Number(row.id), name: String(row.name) })),
    /** The id of the group or brand called `name`; it is added when nobody has that name. */
    idOf(kind: 'group' | 'brand', name: string): number {
      const [found] = sql.exec('SELECT id FROM named WHERE kind = ? AND lower(name) = lower(?)', kind, name).toArray();
      if (found) return Number(found.id);
      const id = next(kind, kind === 'group' ? 500_001 : 600_001);
      sql.exec('INSERT INTO named VALUES (?, ?, ?)', kind, id, name);
      return id;
    },

    user: (id: number): UserRecord | null => first(sql.exec('SELECT json FROM users WHERE id = ?', id)),
    userByExternalId: (externalId: string): UserRecord | null => first(sql.exec('SELECT json FROM users WHERE external_id = ?', externalId)),
    userByEmail: (email: string): UserRecord | null => first(sql.exec('SELECT json FROM users WHERE email = lower(?)', email)),
    saveUser(user: UserRecord): void {
      sql.exec('INSERT OR REPLACE INTO users VALUES (?, ?, ?, ?)', user.id, user.externalId, user.email?.toLowerCase() ?? null, JSON.stringify(user));
    },

    ticket: (id: number): TicketRecord | null => first(sql.exec('SELECT json FROM tickets WHERE id = ?', id)),
    ticketByExternalId: (externalId: string): TicketRecord | null => first(sql.exec('SELECT json FROM tickets WHERE external_id = ?', externalId)),
    saveTicket(ticket: TicketRecord): void {
      sql.exec(
        'INSERT OR REPLACE INTO tickets VALUES (?, ?, ?, ?, ?, ?)',
        ticket.id,
        ticket.externalId,
        ticket.status,
        ticket.createdAt,
        next('revision'),
        JSON.stringify(ticket),
      );
    },
    /** One page by id, and how many there are in all. */
    ticketPage(offset: number, limit: number): { tickets: TicketRecord[]; count: number } {
      const [row] = sql.exec('SELECT count(*) AS n FROM tickets').toArray();
      return { tickets: parse(sql.exec('SELECT json FROM tickets ORDER BY id LIMIT ? OFFSET ?', limit, offset)), count: Number(row?.n ?? 0) };
    },
    /** The desk's list: everything unsolved, and the newest of the rest. */
    listedTickets(): TicketRecord[] {
      return [
        ...parse<TicketRecord>(sql.exec("SELECT json FROM tickets WHERE status NOT IN ('solved', 'closed') ORDER BY created_at DESC LIMIT 2000")),
        ...parse<TicketRecord>(sql.exec("SELECT json FROM tickets WHERE status IN ('solved', 'closed') ORDER BY created_at DESC LIMIT 200")),
      ];
    },
    ticketsOf: (requesterId: number): TicketRecord[] =>
      parse(sql.exec("SELECT json FROM tickets WHERE json_extract(json, '$.requesterId') = ? ORDER BY created_at", requesterId)),
    problems: (): TicketRecord[] => parse(sql.exec("SELECT json FROM tickets WHERE json_extract(json, '$.type') = 'problem' ORDER BY created_at DESC")),
    changedTickets: (since: number): TicketRecord[] => parse(sql.exec('SELECT json FROM tickets WHERE revision > ? ORDER BY revision', since)),
    /** Grows with every change of a ticket. */
    revision(): number {
      const [row] = sql.exec("SELECT value FROM counters WHERE name = 'revision'").toArray();
      return Number(row?.value ?? 0);
    },

    comment: (id: number): CommentRecord | null => first(sql.exec('SELECT json FROM comments WHERE id = ?', id)),
    comments: (ticketId: number): CommentRecord[] => parse(sql.exec('SELECT json FROM comments WHERE ticket_id = ? ORDER BY id', ticketId)),
    saveComment(comment: CommentRecord): void {
      sql.exec('INSERT OR REPLACE INTO comments VALUES (?, ?, ?)', comment.id, comment.ticketId, JSON.stringify(comment));
    },

    /** What else an account holds, in the shape its API gives: webhooks, triggers, articles, OAuth codes and tokens. */
    objects: (kind: ObjectKind): ObjectRecord[] => parse(sql.exec('SELECT json FROM objects WHERE kind = ? ORDER BY id', kind)),
    object: (kind: ObjectKind, id: string): ObjectRecord | null => first(sql.exec('SELECT json FROM objects WHERE kind = ? AND id = ?', kind, id)),
    saveObject(kind: ObjectKind, id: string, record: ObjectRecord): void {
      sql.exec('INSERT OR REPLACE INTO objects VALUES (?, ?, ?)', kind, id, JSON.stringify(record));
    },
    removeObject(kind: ObjectKind, id: string): void {
      sql.exec('DELETE FROM objects WHERE kind = ? AND id = ?', kind, id);
    },
    commentsAfter: (id: number, limit: number): CommentRecord[] => parse(sql.exec('SELECT json FROM comments WHERE id > ? ORDER BY id LIMIT ?', id, limit)),

    audits: (ticketId: number): AuditRecord[] => parse(sql.exec('SELECT json FROM audits WHERE ticket_id = ? ORDER BY id', ticketId)),
    saveAudit(audit: AuditRecord): void {
      sql.exec('INSERT INTO audits VALUES (?, ?, ?)', audit.id, audit.ticketId, JSON.stringify(audit));
    },
  };
}
