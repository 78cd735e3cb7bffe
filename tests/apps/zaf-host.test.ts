import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { customer, detail, origin, registered, setUp } from './desk/zaf-host-under-test.ts';

afterEach(() => vi.useRealTimers());

test('the handshake is answered with context and metadata, at the app’s origin', () => {
  const { receive, app, posted } = setUp();
  receive({ ...app, key: 'iframe.handshake', message: { version: '2.0.9' } });
  expect(posted).toEqual([
    {
      target: origin,
      message: {
        key: 'zaf.app.registered',
        message: {
          metadata: { appId: 1 },
          context: { instanceGuid: 'guid-1', product: 'support', account: { subdomain: 'demo' }, location: 'ticket_sidebar', ticketId: 42 },
        },
      },
    },
  ]);
});

test.each([
  ['another origin', { origin: 'http://localhost:8788' }],
  ['another window', { source: {} }],
  ['no window', { source: null }],
])('a message from %s is ignored, guid or not', (_what, from) => {
  const { receive, app, posted, ticket } = registered();
  receive({ ...app, key: 'iframe.handshake', message: {} }, from);
  receive({ ...app, id: 1, request: 'set', params: { 'comment.text': 'forged' } }, from);
  expect(posted).toEqual([]);
  expect(ticket.read().composer.text).toBe('');
});

test('nothing that arrives makes the host throw, or answer whom it does not know', () => {
  const { receive, posted } = registered();
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.record({ key: fc.string(), appGuid: fc.string(), message: fc.anything() })), (data) => {
      receive(data);
      expect(posted).toEqual([]);
    }),
  );
});

test('paths of ticket, composer and desk are read in one call, with what is unknown in `errors`', () => {
  const { call } = registered();
  const result = call('get', [
    'ticket.id',
    'ticket.tags',
    'ticket.requester.name',
    'ticket.customField:custom_field_360000001',
    'ticket.nothing',
    'comment.type',
    'colorScheme',
  ]);
  expect(result).toEqual({
    'ticket.id': 42,
    'ticket.tags': ['lighting'],
    'ticket.requester.name': 'Ann Lee',
    'ticket.customField:custom_field_360000001': 'Lamp',
    'comment.type': 'publicReply',
    colorScheme: 'dark',
    errors: { 'ticket.nothing': { name: 'APIPathError', message: 'No such Api', path: 'ticket.nothing' } },
  });
  expect(call('get', ['__proto__', 'toString', 'constructor'])).toMatchObject({ errors: { toString: {}, constructor: {} } });
});

test('every path of the ticket the reference names has an answer', () => {
  const { call } = registered();
  const paths =
    'id subject description comments conversation tags status priority requester requester.id requester.email requester.locale organization via createdAt brand isNew assignee'
      .split(' ')
      .map((name) => `ticket.${name}`);
  const result = call('get', [...paths, 'currentUser', 'currentAccount', 'instances', 'comment.text', 'comment.useRichText']);
  expect(result.errors).toBeUndefined();
  expect(result['ticket.conversation']).toMatchObject([
    { author: { role: 'end-user' }, message: { content: '<p>It flickers</p>' }, channel: { name: 'email' } },
    { author: { role: 'admin' }, channel: { name: 'internal' } },
  ]);
  expect(result.instances).toMatchObject({ 'guid-1': { location: 'ticket_sidebar', ticketId: 42 } });
});

test('what an app sets stands in the unsaved form, and is what Submit sends', () => {
  const { call, ticket } = registered();
  call('set', { 'comment.text': 'Try this', 'comment.type': 'internalNote', 'ticket.priority': 'high' });
  call('invoke', { 'ticket.tags.add': [['New Tag', 'lighting']] });
  call('invoke', { 'ticket.tags.remove': ['lighting'] });
  expect(ticket.submission()).toEqual({ priority: 'high', addTags: ['new_tag'], removeTags: ['lighting'], comment: { text: 'Try this', public: false } });
  expect(ticket.state.get().saved.tags).toEqual(['lighting']);
});

test.each([
  ['ticket.status', 'done'],
  ['comment.type', 'sms'],
  ['ticket.id', 5],
  ['ticket.tags', { a: 1 }],
  ['comment.text', 5],
])('setting %s to %j is an error of that path, and changes nothing', (path, value) => {
  const { call, ticket } = registered();
  const before = ticket.read();
  expect(call('set', { [path]: value })).toEqual({ errors: { [path]: { name: 'APIPathError', message: expect.any(String), path } } });
  expect(ticket.read()).toEqual(before);
});

test('text is inserted at the cursor, over a selection, and appended at the end', () => {
  const { call, ticket } = registered();
  call('invoke', { 'ticket.editor.insert': ['Hello world'] });
  ticket.takeCursor();
  ticket.followCursor(() => ({ start: 6, end: 11 }));
  call('invoke', { 'ticket.editor.insert': ['Ann'] });
  call('invoke', { 'ticket.editor.insert': ['!'] });
  call('invoke', { 'comment.appendText': ['\nBye'] });
  expect(ticket.read().composer.text).toBe('Hello Ann!\nBye');
});

test('actions reach the desk; unknown ones and instances.create are answered with an error', () => {
  const { call, heights, opened } = registered();
  expect(call('invoke', { resize: [{ width: '100%', height: '320px' }] })).toEqual({ resize: null });
  call('invoke', { routeTo: ['ticket', '7'] });
  expect([heights, opened]).toEqual([[320], [7]]);
  expect(call('invoke', { track: ['x'] })).toEqual({ track: null });
  for (const path of ['ticket.sendMessage', 'instances.create', 'hasOwnProperty'])
    expect(call('invoke', { [path]: [{}] })).toMatchObject({ errors: { [path]: { path } } });
});

test('events go out while the app listens, and stop when it no longer does', () => {
  const { subscribe, ticket, events, app, receive } = registered();
  ticket.change({ status: 'pending' });
  expect(events()).toEqual([]);
  subscribe('ticket.status.changed');
  subscribe('*.changed');
  ticket.change({ status: 'solved' });
  expect(events()).toEqual([
    ['zaf.ticket.status.changed', 'solved'],
    ['zaf.*.changed', { propertyName: 'ticket.status', newValue: 'solved', oldValue: 'pending' }],
  ]);
  receive({ ...app, key: 'iframe.off:ticket.status.changed', message: { subscriberCount: 0 } });
  receive({ ...app, key: 'iframe.off:*.changed', message: { subscriberCount: 0 } });
  ticket.change({ status: 'open' });
  expect(events()).toEqual([]);
});

test('a new message and a tag from elsewhere are told, and keep the agent’s unsaved changes', () => {
  const { subscribe, ticket, events } = registered();
  ticket.change({ tags: ['lighting', 'mine'] });
  subscribe('ticket.conversation.changed');
  subscribe('ticket.tags.changed');
  const before = detail();
  const reply = { id: 3, author: customer, text: 'Still', html: '<p>Still</p>', public: true, createdAt: '2026-11-20T09:20:00Z' };
  ticket.merge(detail({ tags: ['lighting', 'outage'], comments: [...before.comments, reply], updatedAt: '2026-11-20T09:20:00Z' }));
  expect(events()).toMatchObject([
    ['zaf.ticket.tags.changed', ['lighting', 'outage', 'mine']],
    ['zaf.ticket.conversation.changed', [{ message: { content: '<p>Still</p>' } }]],
  ]);
  expect(ticket.submission()).toEqual({ addTags: ['mine'] });
});

test('an app hears of its activation as soon as it listens, and of every switch of tabs', () => {
  const { instance, subscribe, events } = registered();
  instance.setActive(true);
  subscribe('app.activated');
  subscribe('app.deactivated');
  instance.setActive(true);
  instance.setActive(false);
  instance.setActive(true);
  expect(events()).toEqual([
    ['zaf.app.activated', { firstLoad: true }],
    ['zaf.app.deactivated', {}],
    ['zaf.app.activated', { firstLoad: false }],
  ]);
});

test('a page that is loaded again begins without subscriptions; one that is closed is told and forgotten', () => {
  const { host, subscribe, receive, app, take, ticket, call } = registered();
  subscribe('ticket.status.changed');
  receive({ ...app, key: 'iframe.handshake', message: {} });
  take();
  ticket.change({ status: 'solved' });
  expect(take()).toEqual([]);
  subscribe('app.willDestroy');
  host.remove('guid-1');
  expect(take()).toMatchObject([{ key: 'zaf.app.willDestroy' }]);
  expect(() => call('get', ['ticket.id'])).toThrow();
});

test('the save hook is asked only of apps that listen; it may allow, object, or stay silent', async () => {
  vi.useFakeTimers();
  const { instance, subscribe, receive, app, take } = registered();
  expect(await instance.askToSave()).toBeNull();
  subscribe('ticket.save');
  const reply = (error?: { msg: string }) => receive({ ...app, key: 'iframe.reply:ticket.save', ...(error ? { error } : {}) });

  const allowed = instance.askToSave();
  expect(take()).toEqual([{ key: 'zaf.ticket.save', needsReply: true }]);
  reply();
  expect(await allowed).toBeNull();

  const blocked = instance.askToSave();
  reply({ msg: 'Look at the flag first' });
  expect(await blocked).toBe('Look at the flag first');

  const silent = instance.askToSave();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await silent).toMatch(/did not answer/);
});

test('requests run with the agent’s session against the account’s API and nowhere else', async () => {
  const asked: [string, RequestInit | undefined][] = [];
  const send = (async (url: RequestInfo | URL, init?: RequestInit) => {
    asked.push([String(url), init]);
    return String(url).includes('missing') ? Response.json({ error: 'RecordNotFound' }, { status: 404 }) : Response.json({ ok: true });
  }) as typeof fetch;
  const { receive, app, take } = registered({ fetch: send });
  const ask = async (n: number, options: unknown) => {
    receive({ ...app, key: `request:${n}`, message: options });
    await new Promise((resolve) => setTimeout(resolve, 0));
    return take()[0] as { key: string; message: { responseArgs: [Record<string, unknown>] } };
  };
  expect(await ask(1, { url: '/api/v2/users/me.json' })).toMatchObject({ key: 'zaf.request:1.done', message: { responseArgs: [{ ok: true }, 'success', {}] } });
  expect(await ask(2, { url: 'https://demo.zendesk.com/api/v2/a.json', data: { q: 'a b' }, httpCompleteResponse: true })).toMatchObject({
    message: { responseArgs: [{ status: 200, responseJSON: { ok: true } }] },
  });
  expect(await ask(3, { url: '/api/v2/missing.json', type: 'PUT', contentType: 'application/json', data: { a: 1 } })).toMatchObject({
    key: 'zaf.request:3.fail',
    message: { responseArgs: [{ status: 404, responseJSON: { error: 'RecordNotFound' } }, 'error', ''] },
  });
  expect(asked.map(([url]) => url)).toEqual([
    '/desk/api/demo/agent/api/v2/users/me.json',
    '/desk/api/demo/agent/api/v2/a.json?q=a+b',
    '/desk/api/demo/agent/api/v2/missing.json',
  ]);
  expect(asked[2]?.[1]).toMatchObject({ method: 'PUT', body: '{"a":1}' });
  for (const url of [
    'https://evil.example/x',
    '//evil.example/x',
    '/\\evil.example',
    'https://demo.zendesk.com.evil.example/',
    'javascript:alert(1)',
    '/api/v2/../../../v1/traces/1',
  ])
    expect(await ask(9, { url })).toMatchObject({ key: 'zaf.request:9.fail', message: { responseArgs: [{ status: 403 }, 'error', 'Forbidden'] } });
  expect(asked).toHaveLength(3);
});
