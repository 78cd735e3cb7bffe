import { and, gte, ne, sql } from 'drizzle-orm';
import type { Step } from './step.ts';
import { effects } from './tables.ts';

/** Effects that were at least attempted since `since` (milliseconds) and whose key begins with `prefix`, without `%` and `_` as signs. */
export function countEffects({ db }: Step, prefix: string, since: number): number {
  const pattern = `${prefix.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return (
    db
      .select({ n: sql<number>`count(*)` })
      .from(effects)
      .where(and(sql`${effects.key} LIKE ${pattern} ESCAPE '\\'`, gte(effects.updatedAt, since), ne(effects.status, 'planned')))
      .get()?.n ?? 0
  );
}
