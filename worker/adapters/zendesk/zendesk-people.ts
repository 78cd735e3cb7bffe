/** Names and roles of users, asked for by the hundred and remembered while the source lives. */
import { idOf, rows, textOf } from '#shared/source-batch';
import { optional } from './zendesk-listing.ts';
import type { ZendeskReader } from './zendesk-reader.ts';

const BATCH = 100;
const MAX_KEPT = 20_000;

export type Person = { name: string; staff: boolean };
export type People = {
  /** Learns of users that came along with something else. */
  learn(users: unknown): void;
  /** Asks for those not known yet; unknown ids stay unknown. */
  meet(ids: (string | null)[]): Promise<void>;
  get(id: string | null): Person | null;
};

export function zendeskPeople(reader: ZendeskReader): People {
  const known = new Map<string, Person | null>();
  const learn = (users: unknown): void => {
    if (known.size > MAX_KEPT) known.clear();
    for (const user of rows(users) ?? []) {
      const id = idOf(user?.id);
      if (id !== null) known.set(id, { name: (textOf(user?.name) ?? '').slice(0, 256), staff: user?.role !== 'end-user' });
    }
  };
  return {
    learn,
    async meet(ids) {
      // Zendesk's own system user has the id -1 and cannot be asked for.
      const unknown = [...new Set(ids)].filter((id): id is string => id !== null && id !== '-1' && !known.has(id));
      for (let i = 0; i < unknown.length; i += BATCH) {
        const some = unknown.slice(i, i + BATCH);
        const answer = await optional(() => reader.get(`/api/v2/users/show_many.json?ids=${some.join(',')}`, 'support'));
        learn(answer?.users);
        for (const id of some) if (!known.has(id)) known.set(id, null);
      }
    },
    get: (id) => (id === null ? null : (known.get(id) ?? null)),
  };
}
