import { type InstallationRecord, staff } from './records.ts';
import { restartClocks } from './seed.ts';
import type { Store } from './store.ts';

const groups = ['Tier 1', 'Tier 2', 'Billing', 'Hardware', 'Security', 'Business', 'Leads', 'Legal'];

/** What every desk begins with. Safe to repeat: done on every start. */
export function prepareDesk(store: Store, settings: InstallationRecord, moreGroups: readonly string[], now: number): void {
  store.transaction(() => {
    store.saveSettings(settings);
    for (const user of Object.values(staff)) store.saveUser(user);
    for (const name of [...groups, ...moreGroups]) store.idOf('group', name);
    restartClocks(store, now);
  });
}
