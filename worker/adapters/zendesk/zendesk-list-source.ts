/** A source that reads a few short lists whole, one page a call, each time it is run. */
import * as z from 'zod';
import type { DocumentKind } from '#shared/knowledge';
import { type SourceBatch, sourceBatch } from '#shared/source-batch';
import { readCursor } from '#shared/source-cursor';
import { SourceError } from '../../errors.ts';
import type { KnowledgeSource } from '../../source-ports.ts';
import { listPage } from './zendesk-listing.ts';
import type { ZendeskReader } from './zendesk-reader.ts';

export type SourceList = {
  path: string;
  key: string;
  /** Lists that not every plan or role has are passed over when they are refused. */
  optional?: boolean;
  add(item: Record<string, unknown>, batch: SourceBatch): Promise<void>;
};

const stateSchema = z.object({ v: z.literal(1), pass: z.string(), list: z.number(), after: z.string().nullable(), lost: z.boolean() });

export function zendeskListSource({
  name,
  kinds,
  reader,
  lists,
}: {
  name: string;
  kinds: DocumentKind[];
  reader: ZendeskReader;
  lists: SourceList[];
}): Pick<KnowledgeSource, 'name' | 'kinds' | 'changes'> {
  return {
    name,
    kinds,
    async changes(cursor) {
      const batch = sourceBatch(name);
      const kept = readCursor(stateSchema, cursor);
      const state =
        kept && kept.list < lists.length ? kept : { v: 1 as const, pass: new Date(reader.clock.now()).toISOString(), list: 0, after: null, lost: false };
      const list = lists[state.list];
      if (!list) throw new SourceError('malformed', `${name} has no lists to read.`);
      let next: string | null = null;
      try {
        const page = await listPage(reader, { path: list.path, key: list.key, after: state.after, limit: 'support' }, batch);
        next = page.next;
        state.lost ||= page.lost;
        for (const item of page.items) {
          if (item) await list.add(item, batch);
          else batch.skip(list.path, 'An entry that is no object was left out.');
        }
      } catch (error) {
        if (!(list.optional && error instanceof SourceError && (error.fault === 'not_found' || error.fault === 'reconnect'))) throw error;
        batch.skip(list.path, 'This account’s plan, or the role Deskgraph was given, does not have it.');
        state.lost = true;
      }
      const after = next === null ? { ...state, list: state.list + 1, after: null } : { ...state, after: next };
      const done = after.list >= lists.length;
      const { present, ...page } = batch.page();
      return { ...page, listing: { pass: state.pass, kinds, present, complete: done && !state.lost }, cursor: JSON.stringify(after), done };
    },
  };
}
