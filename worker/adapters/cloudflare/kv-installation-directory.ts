const PREFIX = 'installation/';

/** Names of installations, beside the snapshots. A listing may be some seconds behind. */
export function kvInstallationDirectory(kv: KVNamespace): {
  add(installation: string): Promise<void>;
  list(): Promise<string[]>;
  remove(installation: string): Promise<void>;
} {
  return {
    async add(installation) {
      await kv.put(PREFIX + encodeURIComponent(installation), '');
    },
    async remove(installation) {
      await kv.delete(PREFIX + encodeURIComponent(installation));
    },
    async list() {
      const { keys } = await kv.list({ prefix: PREFIX, limit: 100 });
      return keys.map(({ name }) => decodeURIComponent(name.slice(PREFIX.length)));
    },
  };
}
