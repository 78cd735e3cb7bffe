/** Which tickets one of the account's people may read. */
import type { TicketRecord, UserRecord } from './records.ts';
import type { Store } from './store.ts';

/** A ticket without a group is nobody's whose groups are limited, as in Zendesk. */
export function mayRead(store: Store, { groups, id }: UserRecord): (ticket: TicketRecord) => boolean {
  if (groups === undefined) return () => true;
  return ({ groupId, assigneeId }) => assigneeId === id || store.named('group').some((group) => group.id === groupId && groups.includes(group.name));
}
