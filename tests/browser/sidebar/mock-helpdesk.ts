/** The page of a helpdesk that speaks the host side of Zendesk's app-framework protocol, with its state in `window.helpdesk`. */

type Message = { id?: number; key?: string; request?: 'get' | 'set' | 'invoke'; params?: unknown };

export type Helpdesk = {
  values: Record<string, unknown>;
  log: { path: string; args: unknown[] }[];
  /** Paths that answer with an error. */
  broken: string[];
  emit(event: string, message?: unknown): void;
};

declare global {
  interface Window {
    helpdesk: Helpdesk;
  }
}

/** Runs in the page; stands alone, because its source is sent there. */
function host(frameUrl: string, initial: Record<string, unknown>): void {
  const frame = document.querySelector('iframe') as HTMLIFrameElement;
  const values = { ...initial };
  const log: Helpdesk['log'] = [];
  const broken: string[] = [];
  /** Subjects of the tickets that the agent's session can read. */
  const readable = (initial.readable ?? {}) as Record<string, string>;
  const subscribed = new Set<string>();
  const post = (message: unknown) => frame.contentWindow?.postMessage(JSON.stringify(message), location.origin);

  const invoke: Record<string, (...args: string[]) => unknown> = {
    'ticket.editor.insert': (text) => {
      values['comment.text'] = `${values['comment.text'] ?? ''}${text}`;
    },
    'ticket.tags.add': (...tags) => {
      values['ticket.tags'] = [...(values['ticket.tags'] as string[]), ...tags.flat()];
    },
    resize: (size) => {
      frame.style.height = (size as unknown as { height: string }).height;
    },
    notify: () => undefined,
    routeTo: () => undefined,
  };

  function perform(request: Message['request'], path: string, given: unknown): unknown {
    if (request === 'get') return values[path];
    const args = Array.isArray(given) ? given : [given];
    log.push({ path, args });
    if (request === 'invoke') return invoke[path]?.(...args);
    values[path] = given;
    return undefined;
  }

  function answer({ request, params }: Message): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const errors: Record<string, unknown> = {};
    const calls = Array.isArray(params) ? params.map((path) => [path, undefined] as const) : Object.entries(params as Record<string, unknown>);
    for (const [path, given] of calls) {
      if (broken.includes(path)) errors[path] = { name: 'Error', message: 'is not available', path };
      else result[path] = perform(request, path, given);
    }
    return Object.keys(errors).length > 0 ? { ...result, errors } : result;
  }

  addEventListener('message', ({ data, source }) => {
    if (source !== frame.contentWindow || typeof data !== 'string') return;
    const message = JSON.parse(data) as Message;
    if (message.key === 'iframe.handshake') post({ key: 'zaf.app.registered', message: { context: { location: 'ticket_sidebar' }, metadata: {} } });
    if (message.key?.startsWith('iframe.on:')) subscribed.add(message.key.slice('iframe.on:'.length));
    if (message.key?.startsWith('request:')) {
      const { url, type = 'GET' } = (message as unknown as { message: { url: string; type?: string } }).message;
      log.push({ path: `${type} ${url}`, args: [message] });
      const ids = /ids=([\d,]+)/.exec(url)?.[1]?.split(',') ?? [];
      const tickets = ids.flatMap((id) => (readable[id] ? [{ id: Number(id), subject: readable[id] }] : []));
      post({ key: `zaf.${message.key}.done`, message: { responseArgs: [{ tickets }, 'success', {}] } });
    }
    if (message.request && message.id !== undefined) post({ id: message.id, result: answer(message) });
  });
  window.helpdesk = {
    values,
    log,
    broken,
    emit: (event, message) => {
      if (subscribed.has(event)) post({ key: `zaf.${event}`, message });
    },
  };
  frame.src = `${frameUrl}?origin=${encodeURIComponent(location.origin)}&app_guid=guid-1`;
}

export const ticketValues = {
  'ticket.id': 4711,
  'ticket.subject': 'Refund not on my bank statement',
  'ticket.description': 'Where is my refund?',
  'ticket.comments': [{ author: { id: 7, role: 'end-user' }, value: '<p>Where is my refund?</p><p>It&#39;s been <b>two weeks</b>.</p>' }],
  'ticket.conversation': [],
  'ticket.tags': ['payments'],
  'ticket.status': 'open',
  'ticket.priority': null,
  'ticket.requester': { id: 7, name: 'Mia', email: 'mia@example.com', locale: 'en-US' },
  'ticket.via': { channel: 'mail' },
  'comment.text': '',
  'comment.useRichText': false,
  colorScheme: 'light',
};

export const helpdeskPage = (values: Record<string, unknown>, width: number): string => `<!doctype html>
<html lang="en"><title>Helpdesk</title><body style="margin:0">
<iframe title="Deskgraph" style="width:${width}px;height:200px;border:0;display:block" allow="clipboard-write"></iframe>
<script>(${host.toString()})('/zendesk/sidebar', ${JSON.stringify(values).replaceAll('<', '\\u003c')})</script></body></html>`;
