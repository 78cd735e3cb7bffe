import { DurableObject } from 'cloudflare:workers';
import type { Variables } from './env.ts';

export type Listed = { id: string; name: string };

/** The names of all installations that have a desk. */
export class Directory extends DurableObject<Variables> {
  constructor(state: DurableObjectState, env: Variables) {
    super(state, env);
    state.storage.sql.exec('CREATE TABLE IF NOT EXISTS installations (id TEXT PRIMARY KEY, name TEXT NOT NULL, added_at INTEGER NOT NULL)');
  }

  list(): Listed[] {
    const rows = this.ctx.storage.sql.exec('SELECT id, name FROM installations ORDER BY added_at, id').toArray();
    return rows.map((row) => ({ id: String(row.id), name: String(row.name) }));
  }

  has(id: string): boolean {
    return this.ctx.storage.sql.exec('SELECT 1 FROM installations WHERE id = ?', id).toArray().length > 0;
  }

  add({ id, name }: Listed): void {
    this.ctx.storage.sql.exec('INSERT INTO installations VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name', id, name, Date.now());
  }
}
