/** The desk's own state, while its server takes its time. */
import { expect, test } from 'vitest';
import { createDeskStore } from '../../../apps/desk/app/model/desk-store.ts';

/** A promise that the test settles. */
const held = <T>() => Promise.withResolvers<T>();

test('what the address names is opened, however often the desk looks for changes before the first answer', async () => {
  const both = [
    { id: 'demo', name: 'Demo' },
    { id: 'acme', name: 'Acme' },
  ];
  const list = { revision: 1, groups: [], tickets: [] };
  const [installations, tickets] = [held<typeof both>(), held<typeof list>()];
  const asked: string[] = [];
  const client = {
    installations: () => {
      asked.push('installations');
      return installations.promise;
    },
    tickets: (id: string) => {
      asked.push(id);
      return tickets.promise;
    },
    changes: async () => list,
  };
  const store = createDeskStore(client as never, { show: () => 0 } as never);
  const started = store.start('acme');
  const first = store.poll();
  installations.resolve(both);
  const second = store.poll();
  await expect.poll(() => store.state.get().installation).toBe('acme');
  const third = store.poll();
  tickets.resolve(list);
  await Promise.all([started, first, second, third]);
  expect(store.state.get()).toMatchObject({ installation: 'acme', list });
  expect(asked).toEqual(['installations', 'acme']);
});
