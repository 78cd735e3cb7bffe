import { createOpenTicket } from '../../../apps/desk/app/model/open-ticket.ts';
import { createZafHost, type IncomingMessage } from '../../../apps/desk/app/zaf-host/host.ts';
import type { DeskPort, Notice } from '../../../apps/desk/app/zaf-host/ports.ts';
import { createRequestBridge } from '../../../apps/desk/app/zaf-host/request-bridge.ts';
import type { DeskUser, TicketDetail } from '../../../apps/desk/wire.ts';

export const origin = 'http://localhost:8787';
const person = (id: number, role: DeskUser['role'], name: string): DeskUser => ({
  id,
  name,
  email: `${id}@example.com`,
  role,
  locale: 'en-US',
  customer: { tier: 'vip', plan: null, region: 'EU', version: null },
});
export const customer = person(7, 'end-user', 'Ann Lee');
export const agent = person(1, 'admin', 'Robin');

export function detail(change: Partial<TicketDetail> = {}): TicketDetail {
  return {
    id: 42,
    subject: 'Lamp flickers',
    preview: 'It flickers',
    status: 'open',
    priority: null,
    type: null,
    groupId: 5,
    assigneeId: null,
    tags: ['lighting'],
    requester: customer,
    channel: 'email',
    locale: null,
    brand: null,
    product: 'Lamp',
    topic: null,
    sla: null,
    createdAt: '2026-11-20T09:00:00Z',
    updatedAt: '2026-11-20T09:00:00Z',
    comments: [
      { id: 1, author: customer, text: 'It flickers', html: '<p>It flickers</p>', public: true, createdAt: '2026-11-20T09:00:00Z' },
      { id: 2, author: agent, text: 'Check stock', html: '<p>Check stock</p>', public: false, createdAt: '2026-11-20T09:10:00Z' },
    ],
    audits: [],
    webhook: null,
    ...change,
  };
}

/** A host with one app, whose iframe's window is played by the test. */
export function setUp(options: { fetch?: typeof fetch } = {}) {
  let handler: (message: IncomingMessage) => void = () => undefined;
  const host = createZafHost((h) => {
    handler = h;
    return () => undefined;
  });
  const posted: { message: Record<string, unknown>; target: string }[] = [];
  const window = { postMessage: (text: string, target: string) => posted.push({ message: JSON.parse(text), target }) };
  const ticket = createOpenTicket(detail());
  const notices: Notice[] = [];
  const heights: (number | null)[] = [];
  const opened: number[] = [];
  const desk: DeskPort = {
    account: { subdomain: 'demo', name: 'Demo' },
    user: agent,
    groups: () => [{ id: 5, name: 'Tier 1' }],
    colorScheme: () => 'dark',
    notify: (notice) => notices.push(notice),
    openTicket: (id) => opened.push(id),
  };
  const instance = host.add(
    { origin, window: () => window },
    {
      guid: 'guid-1',
      location: 'ticket_sidebar',
      ticket,
      desk,
      frame: { resize: ({ height }) => heights.push(height) },
      request: createRequestBridge({ apiBase: '/desk/api/demo/agent', accountHost: 'demo.zendesk.com', fetch: options.fetch ?? fetch }),
      metadata: { appId: 1 },
    },
  );
  const receive = (message: unknown, from: { origin?: string; source?: unknown } = {}): void =>
    handler({
      origin: from.origin ?? origin,
      source: 'source' in from ? from.source : window,
      data: typeof message === 'string' ? message : JSON.stringify(message),
    });
  const app = { appGuid: 'guid-1', instanceGuid: 'guid-1' };
  const take = (): Record<string, unknown>[] => posted.splice(0).map((p) => p.message);
  let id = 0;
  const call = (request: string, params: unknown): Record<string, unknown> => {
    receive({ ...app, id: ++id, request, params });
    const answer = take().find((m) => m.id === id) as { result: Record<string, unknown> };
    return answer.result;
  };
  const subscribe = (event: string, subscriberCount = 1) => receive({ ...app, key: `iframe.on:${event}`, message: { subscriberCount } });
  const events = () => take().map((m) => [m.key, m.message]);
  return { host, instance, ticket, posted, notices, heights, opened, receive, app, take, call, subscribe, events };
}

export function registered(options: { fetch?: typeof fetch } = {}) {
  const all = setUp(options);
  all.receive({ ...all.app, key: 'iframe.handshake', message: { version: '2.0.9' } });
  return { ...all, handshake: all.take() };
}
