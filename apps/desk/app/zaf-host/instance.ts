/** One running app: the host's end of the conversation with one iframe. */
import { answerCall } from './answer-call.ts';
import type { DeskPort, FramePort, TicketPort } from './ports.ts';
import { type AppMessage, toApp } from './protocol.ts';
import type { RequestBridge } from './request-bridge.ts';
import { ticketEvents } from './ticket-events.ts';

/** How long an app may think about `ticket.save`. */
const SAVE_TIMEOUT_MS = 30_000;

export type InstanceOptions = {
  guid: string;
  location: string;
  ticket: TicketPort;
  desk: DeskPort;
  frame: FramePort;
  request: RequestBridge;
  metadata: unknown;
  instances: () => Record<string, unknown>;
  /** Sends one text to the iframe. */
  post: (message: string) => void;
  onRegistered?: () => void;
};

export type AppInstance = ReturnType<typeof createInstance>;

export function createInstance(options: InstanceOptions) {
  const { guid, location, ticket, desk, frame, request, metadata, instances, post } = options;
  const subscribers = new Map<string, number>();
  const savesPending: ((error: string | null) => void)[] = [];
  let registered = false;
  let active = false;
  let told = false;
  let farewellSaid = false;

  const context = () => ({ instanceGuid: guid, product: 'support', account: { subdomain: desk.account.subdomain }, location, ticketId: ticket.read().id });
  const listens = (event: string): boolean => registered && (subscribers.get(event) ?? 0) > 0;
  const emit = (event: string, message?: unknown): void => {
    if (listens(event)) post(toApp.event(event, message));
  };

  /** An app hears of its activation as soon as it listens. */
  function tellActive(): void {
    if (!active || !listens('app.activated')) return;
    emit('app.activated', { firstLoad: !told });
    told = true;
  }

  const stop = ticket.subscribe((after, before) => {
    for (const { event, message, property, before: previous } of ticketEvents(after, before)) {
      emit(event, message);
      if (property) emit('*.changed', { propertyName: property, newValue: message, oldValue: previous });
    }
  });

  return {
    guid,
    emit,
    /** What `instances` tells other apps of this one. */
    describe: () => ({ instanceGuid: guid, product: 'support', location, account: { subdomain: desk.account.subdomain }, ticketId: ticket.read().id }),
    isRegistered: () => registered,

    /** Handles one message of this instance's iframe. */
    receive(message: AppMessage): void {
      switch (message.kind) {
        case 'handshake':
          // The page may have been loaded anew: nothing of the old one's subscriptions is left.
          subscribers.clear();
          registered = true;
          post(toApp.registered(context(), metadata));
          options.onRegistered?.();
          return;
        case 'subscription':
          subscribers.set(message.event, message.count);
          if (message.event === 'app.activated') tellActive();
          return;
        case 'call':
          post(toApp.result(message.id, answerCall(message.call, message.params, { ticket, desk, frame, instances })));
          return;
        case 'request':
          void request(message.options).then(({ ok, responseArgs }) => post(toApp.responded(message.key, ok, responseArgs)));
          return;
        case 'reply':
          if (message.event === 'ticket.save') for (const settle of savesPending.splice(0)) settle(message.error);
          return;
        case 'trigger':
          emit(message.name, message.data);
          return;
        default:
          return;
      }
    },

    /** The tab comes to the front, or leaves it. */
    setActive(now: boolean): void {
      if (active === now) return;
      active = now;
      if (active) tellActive();
      else emit('app.deactivated', {});
    },

    /** Asks the app whether the ticket may be saved; answers its objection, or null. An app that stays silent for 30 s objects. */
    askToSave(): Promise<string | null> {
      if (!listens('ticket.save')) return Promise.resolve(null);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve('An app did not answer in time.'), SAVE_TIMEOUT_MS);
        savesPending.push((error) => {
          clearTimeout(timer);
          resolve(error);
        });
        post(toApp.hook('ticket.save'));
      });
    },

    /** The tab is about to close; the app is told once, and may still speak until `destroy`. */
    sayFarewell(): void {
      if (!farewellSaid) emit('app.willDestroy', {});
      farewellSaid = true;
    },
    destroy(): void {
      this.sayFarewell();
      stop();
      registered = false;
    },
  };
}
