import type { DeskStore } from './desk-store.ts';

/** Keeps installation and ticket in the address (`#demo/1001`), so that a reload comes back to them. */
export function followLocation(store: DeskStore): void {
  const read = () => {
    const [installation = '', ticket = ''] = location.hash.slice(1).split('/');
    return { installation: installation || null, ticket: /^\d+$/.test(ticket) ? Number(ticket) : null };
  };
  const show = async (): Promise<void> => {
    const { installation, ticket } = read();
    const now = store.state.get();
    if (installation !== null && installation !== now.installation && now.installations.some((i) => i.id === installation)) await store.choose(installation);
    if (ticket !== null && ticket !== store.state.get().active) await store.open(ticket);
  };
  const wanted = read();
  void store.start(wanted.installation).then(async () => {
    if (wanted.ticket !== null && store.state.get().installation === wanted.installation) await store.open(wanted.ticket);
    store.state.subscribe(({ installation, active }) => {
      const hash = installation === null ? '' : `#${installation}${active === null ? '' : `/${active}`}`;
      if (location.hash !== hash) history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
    });
    addEventListener('hashchange', () => void show());
  });
}
