/** Runs the sidebar app in the ticket tabs: one iframe each, one host for all. */

import { createZafHost } from '../zaf-host/host.ts';
import type { AppInstance } from '../zaf-host/instance.ts';
import type { DeskPort } from '../zaf-host/ports.ts';
import { createRequestBridge } from '../zaf-host/request-bridge.ts';
import type { DeskClient } from './desk-client.ts';
import type { DeskStore, Tab } from './desk-store.ts';
import { observable } from './observable.ts';
import type { Theme } from './theme.ts';
import type { Toasts } from './toasts.ts';

export type Pane = 'tickets' | 'conversation' | 'assistant';
export type AppRunner = ReturnType<typeof createAppRunner>;
export type RunningApp = { instance: AppInstance; start: () => Promise<void>; stop: () => void };

const PAGE = '/zendesk/sidebar';
const LOCATION = 'ticket_sidebar';

/** `send` calls as whoever sits at the desk. */
type Models = { client: DeskClient; store: DeskStore; toasts: Toasts; theme: Theme; send: typeof fetch };

export function createAppRunner({ client, store, toasts, theme, send }: Models) {
  const host = createZafHost((handler) => {
    const listener = ({ origin, source, data }: MessageEvent): void => handler({ origin, source, data });
    addEventListener('message', listener);
    return () => removeEventListener('message', listener);
  });
  /** By the key of the tab. */
  const running = new Map<string, AppInstance>();
  /** What a narrow screen shows; a wide one shows all. */
  const pane = observable<Pane>('tickets');

  theme.scheme.subscribe((scheme) => host.broadcast('colorScheme.changed', scheme));
  store.onExternalUpdate((tab) => running.get(tab.key)?.emit('ticket.updated', { updatedAt: tab.ticket.state.get().saved.updatedAt }));
  store.onClose((tab) => running.get(tab.key)?.sayFarewell());

  function deskPort(): DeskPort | null {
    const { list } = store.state.get();
    if (!list) return null;
    return {
      account: { subdomain: list.installation.id, name: list.installation.name },
      user: list.user,
      groups: () => store.state.get().list?.groups ?? [],
      colorScheme: theme.scheme.get,
      notify: toasts.show,
      openTicket: (id) => void store.open(id),
    };
  }

  return {
    pane,
    /** Opens Deskgraph's console in a window of its own, signed as Zendesk signs the page in its navigation bar. */
    async openConsole(): Promise<void> {
      const installation = store.state.get().installation;
      if (installation === null) return;
      const token = await client.signPage(installation, { origin: location.origin, appGuid: crypto.randomUUID(), location: 'nav_bar' });
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action: '/zendesk/console', target: '_blank', hidden: true });
      form.append(Object.assign(document.createElement('input'), { name: 'token', value: token }));
      document.body.append(form);
      form.submit();
      form.remove();
    },
    /** The app of one tab in `frame`. `start` asks for a signed page and posts it into the iframe, as Zendesk does. */
    run(tab: Tab, frame: HTMLIFrameElement, on: { resize: (height: number | null) => void; registered: () => void }): RunningApp | null {
      const desk = deskPort();
      const installation = store.state.get().installation;
      if (!desk || installation === null) return null;
      const guid = crypto.randomUUID();
      const instance = host.add(
        { origin: location.origin, window: () => frame.contentWindow },
        {
          guid,
          location: LOCATION,
          desk,
          ticket: {
            ...tab.ticket,
            insert(text) {
              tab.ticket.insert(text);
              pane.set('conversation');
            },
          },
          frame: { resize: ({ height }) => on.resize(height) },
          request: createRequestBridge({
            apiBase: `/desk/api/${installation}/agent`,
            accountHost: `${installation}.zendesk.com`,
            fetch: send,
          }),
          metadata: { appId: 1, installationId: 1, name: 'Deskgraph', version: '0.1.0', plan: { name: 'Local preview' }, settings: {} },
          onRegistered: on.registered,
        },
      );
      running.set(tab.key, instance);
      return {
        instance,
        async start() {
          const token = await client.signPage(installation, { origin: location.origin, appGuid: guid, location: LOCATION });
          postInto(frame, `${PAGE}?${new URLSearchParams({ origin: location.origin, app_guid: guid })}`, { token });
        },
        stop() {
          running.delete(tab.key);
          host.remove(guid);
        },
      };
    },

    /** Submits the tab's form: apps may object first, and hear how it went. */
    async submit(tab: Tab): Promise<void> {
      const { ticket } = tab;
      if (ticket.state.get().submitting || ticket.submission() === null) return;
      const app = running.get(tab.key);
      ticket.setSubmitting(true);
      try {
        app?.emit('ticket.submit.start', {});
        const objection = (await app?.askToSave()) ?? null;
        if (objection !== null) throw new Error(objection);
        await store.submit(tab);
        app?.emit('ticket.submit.done', {});
      } catch (error) {
        toasts.show({ message: `Not saved. ${error instanceof Error ? error.message : String(error)}`, kind: 'error', sticky: false });
        app?.emit('ticket.submit.fail', {});
      } finally {
        ticket.setSubmitting(false);
        app?.emit('ticket.submit.always', {});
      }
    },
  };
}

function postInto(frame: HTMLIFrameElement, action: string, fields: Record<string, string>): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = action;
  form.target = frame.name;
  form.hidden = true;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}
