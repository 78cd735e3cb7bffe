import { type Checkpoint, checkpointSchema } from '#shared/governance';

export type CheckpointStore = { list(installation: string): Promise<Checkpoint[]> };

/** Checkpoints that installations have written, in order of their sequence. Whether they hold is the reader's to check. */
export function kvCheckpointStore(kv: KVNamespace): CheckpointStore {
  return {
    async list(installation) {
      const found: Checkpoint[] = [];
      let cursor: string | null = null;
      do {
        const page: KVNamespaceListResult<unknown> = await kv.list({
          prefix: `audit/${encodeURIComponent(installation)}/`,
          ...(cursor === null ? {} : { cursor }),
        });
        for (const { name } of page.keys) {
          const parsed = checkpointSchema.safeParse(await kv.get(name, 'json'));
          if (parsed.success) found.push(parsed.data);
        }
        cursor = page.list_complete ? null : page.cursor;
      } while (cursor !== null);
      return found;
    },
  };
}
