/** What the desk shows: the installation, its tickets, and the tabs that are open. */
import type { DeskInstallation, NewTicketRequest, TicketList, TicketSummary } from '../../wire.ts';
import { type DeskClient, DeskError } from './desk-client.ts';
import { observable } from './observable.ts';
import { createOpenTicket, type OpenTicket } from './open-ticket.ts';
import type { Toasts } from './toasts.ts';

/** `key` is new each time a ticket is opened. */
export type Tab = { id: number; key: string; ticket: OpenTicket };

export type DeskState = {
  installations: Pick<DeskInstallation, 'id' | 'name'>[];
  installation: string | null;
  /** Null while it loads. */
  list: TicketList | null;
  tabs: Tab[];
  /** Closed a moment ago: kept so that their apps can put things in order. */
  closing: Tab[];
  active: number | null;
  /** A ticket that has just come in, to be shown for a moment. */
  fresh: ReadonlySet<number>;
  /** False while the server does not answer. */
  connected: boolean;
};

/** How long a closed tab's app may still speak. */
const CLOSING_MS = 500;

export type DeskStore = ReturnType<typeof createDeskStore>;

export function createDeskStore(client: DeskClient, toasts: Toasts) {
  const state = observable<DeskState>({
    installations: [],
    installation: null,
    list: null,
    tabs: [],
    closing: [],
    active: null,
    fresh: new Set(),
    connected: true,
  });
  const patch = (change: Partial<DeskState>): void => state.set({ ...state.get(), ...change });
  const externalUpdates = new Set<(tab: Tab) => void>();
  const closings = new Set<(tab: Tab) => void>();
  /** Tickets on their way into a tab, so that two clicks open one. */
  const opening = new Map<number, Promise<void>>();
  let opened = 0;

  function report(error: unknown): void {
    if (error instanceof DeskError && error.status === 0) patch({ connected: false });
    else toasts.show({ message: error instanceof Error ? error.message : String(error), kind: 'error', sticky: false });
  }

  function closeAll(tabs: Tab[]): void {
    for (const tab of tabs) for (const listener of closings) listener(tab);
    const { tabs: open, closing } = state.get();
    patch({ tabs: open.filter((tab) => !tabs.includes(tab)), closing: [...closing, ...tabs] });
    setTimeout(() => patch({ closing: state.get().closing.filter((tab) => !tabs.includes(tab)) }), CLOSING_MS);
  }

  /** What is on its way; whoever asks for the same meanwhile waits for it. */
  let starting: Promise<void> | null = null;
  let choosing: { installation: string; done: Promise<void> } | null = null;
  let wanted: string | null = null;

  function choose(installation: string): Promise<void> {
    if (choosing?.installation === installation) return choosing.done;
    const done = show(installation).finally(() => {
      if (choosing?.done === done) choosing = null;
    });
    choosing = { installation, done };
    return done;
  }

  async function begin(): Promise<void> {
    try {
      const installations = await client.installations();
      patch({ installations, connected: true });
      const first = installations.find((i) => i.id === wanted) ?? installations[0];
      if (first) await choose(first.id);
    } catch (error) {
      report(error);
    }
  }

  async function show(installation: string): Promise<void> {
    closeAll(state.get().tabs);
    patch({ installation, list: null, tabs: [], active: null, fresh: new Set() });
    const list = await client.tickets(installation);
    if (state.get().installation === installation) patch({ list, connected: true });
  }

  async function load(installation: string, id: number): Promise<void> {
    const detail = await client.ticket(installation, id);
    const now = state.get();
    if (now.installation !== installation || now.tabs.some((tab) => tab.id === id)) return;
    patch({ tabs: [...now.tabs, { id, key: `${installation}/${id}/${opened++}`, ticket: createOpenTicket(detail) }] });
  }

  async function refreshTab(installation: string, tab: Tab): Promise<void> {
    const detail = await client.ticket(installation, tab.id);
    if (Date.parse(detail.updatedAt) <= Date.parse(tab.ticket.state.get().saved.updatedAt) || tab.ticket.state.get().submitting) return;
    tab.ticket.merge(detail);
    for (const listener of externalUpdates) listener(tab);
  }

  const store = {
    state,
    /** Called when somebody else, an app's server included, has updated an open ticket. */
    onExternalUpdate(listener: (tab: Tab) => void): () => void {
      externalUpdates.add(listener);
      return () => externalUpdates.delete(listener);
    },

    /** Called when a tab is about to close. */
    onClose(listener: (tab: Tab) => void): () => void {
      closings.add(listener);
      return () => closings.delete(listener);
    },

    /** Loads the installations and opens the one asked for, or the first. */
    start(preferred: string | null): Promise<void> {
      wanted = preferred ?? wanted;
      starting ??= begin().finally(() => {
        starting = null;
      });
      return starting;
    },
    choose: (installation: string) => choose(installation).catch(report),

    /** Opens the ticket in a tab, or comes back to its tab. */
    async open(id: number): Promise<void> {
      const { installation, tabs } = state.get();
      if (installation === null) return;
      try {
        if (!tabs.some((tab) => tab.id === id)) {
          const loading = opening.get(id) ?? load(installation, id).finally(() => opening.delete(id));
          opening.set(id, loading);
          await loading;
        }
        if (state.get().tabs.some((tab) => tab.id === id)) {
          const fresh = new Set(state.get().fresh);
          fresh.delete(id);
          patch({ active: id, fresh });
        }
      } catch (error) {
        report(error);
      }
    },
    close(id: number): void {
      const { tabs, active } = state.get();
      const at = tabs.findIndex((tab) => tab.id === id);
      const rest = tabs.filter((tab) => tab.id !== id);
      const tab = tabs[at];
      if (!tab) return;
      closeAll([tab]);
      patch({ active: active === id ? ((rest[at] ?? rest[at - 1])?.id ?? null) : active });
    },

    async create(ticket: NewTicketRequest): Promise<boolean> {
      const { installation } = state.get();
      if (installation === null) return false;
      try {
        const created = await client.create(installation, ticket);
        patch({ fresh: new Set([...state.get().fresh, created.id]) });
        toasts.show({ message: `Ticket #${created.id} is in. Its webhook is on the way to Deskgraph.`, kind: 'notice', sticky: false });
        await store.poll();
        return true;
      } catch (error) {
        report(error);
        return false;
      }
    },

    /** Writes a message as the ticket's customer would. */
    async replyAsCustomer(id: number, text: string): Promise<boolean> {
      const { installation, tabs } = state.get();
      const tab = tabs.find((t) => t.id === id);
      if (installation === null || !tab) return false;
      try {
        tab.ticket.merge(await client.submit(installation, id, { comment: { text, public: true, as: 'requester' } }));
        for (const listener of externalUpdates) listener(tab);
        return true;
      } catch (error) {
        report(error);
        return false;
      }
    },

    /** Sends the tab's unsaved changes. Throws `DeskError` in words for the agent. */
    async submit(tab: Tab): Promise<void> {
      const { installation } = state.get();
      const submission = tab.ticket.submission();
      if (installation === null || submission === null) return;
      tab.ticket.saved(await client.submit(installation, tab.id, submission));
      await store.poll();
    },

    /** Takes in what has changed since the last time. */
    async poll(): Promise<void> {
      const { installation, list, installations } = state.get();
      try {
        if (installation === null || list === null) {
          if (installations.length === 0) await store.start(null);
          else if (installation !== null) await choose(installation);
          return;
        }
        const changes = await client.changes(installation, list.revision);
        if (state.get().installation !== installation) return;
        if (!state.get().connected) patch({ connected: true });
        if (changes.revision === list.revision) return;
        patch({ list: { ...list, groups: changes.groups, revision: changes.revision, tickets: mergeTickets(list.tickets, changes.tickets) } });
        const ids = new Set(changes.tickets.map((ticket) => ticket.id));
        await Promise.all(
          state
            .get()
            .tabs.filter((tab) => ids.has(tab.id))
            .map((tab) => refreshTab(installation, tab)),
        );
      } catch (error) {
        report(error);
      }
    },
    async refreshInstallations(): Promise<void> {
      const installations = await client.installations().catch(() => null);
      if (installations && JSON.stringify(installations) !== JSON.stringify(state.get().installations)) patch({ installations });
    },
  };
  return store;
}

function mergeTickets(known: TicketSummary[], changed: TicketSummary[]): TicketSummary[] {
  const byId = new Map(known.map((ticket) => [ticket.id, ticket]));
  for (const ticket of changed) byId.set(ticket.id, ticket);
  return [...byId.values()];
}
