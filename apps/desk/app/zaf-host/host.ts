/** All apps on the page: takes their messages apart by iframe and origin, and hands each to its instance. */
import { type AppInstance, createInstance, type InstanceOptions } from './instance.ts';
import { parseAppMessage } from './protocol.ts';

export type IncomingMessage = { origin: string; source: unknown; data: unknown };

export type FrameAddress = {
  /** Origin of the app's page; messages of any other are ignored. */
  origin: string;
  /** The iframe's window now; null while it is not in the page. */
  window: () => { postMessage(message: string, targetOrigin: string): void } | null;
};

export type ZafHost = ReturnType<typeof createZafHost>;

/** `listen` subscribes to the page's `message` events and answers how to end that. */
export function createZafHost(listen: (handler: (message: IncomingMessage) => void) => () => void) {
  const running = new Map<string, { instance: AppInstance; address: FrameAddress }>();

  const stop = listen((incoming) => {
    const message = parseAppMessage(incoming.data);
    if (!message) return;
    const sender = running.get(message.appGuid);
    // A guid alone proves nothing: the message must come from the very window and origin that the guid was given to.
    if (!sender || incoming.source === null || incoming.source !== sender.address.window() || incoming.origin !== sender.address.origin) return;
    // An app may speak for a sibling: `client.instance(guid).trigger(…)`.
    const target = message.kind === 'trigger' ? running.get(message.instanceGuid) : sender;
    target?.instance.receive(message);
  });

  return {
    /** Begins to listen for the app with this guid. */
    add(address: FrameAddress, options: Omit<InstanceOptions, 'post' | 'instances'>): AppInstance {
      const instance = createInstance({
        ...options,
        instances: () => Object.fromEntries([...running.values()].map((entry) => [entry.instance.guid, entry.instance.describe()])),
        post: (message) => address.window()?.postMessage(message, address.origin),
      });
      running.set(options.guid, { instance, address });
      return instance;
    },
    /** Tells the app, then forgets it. */
    remove(guid: string): void {
      running.get(guid)?.instance.destroy();
      running.delete(guid);
    },
    /** To every app that listens. */
    broadcast(event: string, message: unknown): void {
      for (const { instance } of running.values()) instance.emit(event, message);
    },
    end(): void {
      for (const guid of [...running.keys()]) this.remove(guid);
      stop();
    },
  };
}
