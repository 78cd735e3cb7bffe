import { beforeAll, describe, expect, test } from 'vitest';
import { origin } from './support/harness.ts';
import { APP_ID, hubspotClientUnderTest, SECRET, v1, v2, v3 } from './support/hubspot.ts';

const { call, platform, portal, install } = hubspotClientUnderTest();
beforeAll(() => install('501'));

const card = ['suggestion', 'prepared', 'tags', 'escalate', 'comment', 'reply-target', 'reply', 'feedback', 'passage', 'page'].map(
  (name) => `/hubspot/card/${name}`,
);
const settings = ['read', 'save', 'uninstall'].map((name) => `/hubspot/settings/${name}`);
const withQuery = [...card, ...settings];
const everyV3 = [...withQuery, '/hubspot/webhooks'];
const WORKFLOW = '/hubspot/workflow/triage';
const body = '{"ticketId":"35"}';
const query = `userId=7&portalId=501&appId=${APP_ID}`;
const addressOf = (path: string): string => (withQuery.includes(path) ? `${path}?${query}` : path);

type Headers = Record<string, string>;
const post = (path: string, headers: Headers, raw = body) => call('POST', path, { raw, headers: { 'content-type': 'application/json', ...headers } });
const stamped = (signature: string, at: string): Headers => ({ 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': at });
const now = (): string => String(Date.now());

/** How a request is forged, for every route that takes v3. */
const forgeries: [string, (path: string) => Promise<[string, Headers, string?]>][] = [
  ['no signature', async (path) => [path, {}]],
  ['a timestamp alone', async (path) => [path, { 'x-hubspot-request-timestamp': now() }]],
  ['a signature without its timestamp', async (path) => [path, { 'x-hubspot-signature-v3': await v3(SECRET, 'POST', `${origin}${path}`, body, now()) }]],
  ['another secret', async (path) => [path, stamped(await v3('guess', 'POST', `${origin}${path}`, body, now()), now())]],
  ['an empty secret’s signature', async (path) => [path, stamped(await v3(' ', 'POST', `${origin}${path}`, body, now()), now())]],
  ...[-6, 6].map((minutes): (typeof forgeries)[number] => [
    `a timestamp ${minutes} minutes off`,
    async (path) => {
      const at = String(Date.now() + minutes * 60_000);
      return [path, stamped(await v3(SECRET, 'POST', `${origin}${path}`, body, at), at)];
    },
  ]),
  ['the timestamp changed', async (path) => [path, stamped(await v3(SECRET, 'POST', `${origin}${path}`, body, String(Date.now() - 1_000)), now())]],
  [
    'another body',
    async (path) => {
      const at = now();
      return [path, stamped(await v3(SECRET, 'POST', `${origin}${path}`, body, at), at), '{"ticketId":"36"}'];
    },
  ],
  [
    'another route’s signature',
    async (path) => {
      const at = now();
      return [path, stamped(await v3(SECRET, 'POST', `${origin}/hubspot/card/nothing?${query}`, body, at), at)];
    },
  ],
  [
    'v1 in its own header',
    async (path) => [path, { 'x-hubspot-signature': await v1(SECRET, body), 'x-hubspot-signature-version': 'v1', 'x-hubspot-request-timestamp': now() }],
  ],
  [
    'v2 in its own header',
    async (path) => [
      path,
      { 'x-hubspot-signature': await v2(SECRET, 'POST', `${origin}${path}`, body), 'x-hubspot-signature-version': 'v2', 'x-hubspot-request-timestamp': now() },
    ],
  ],
  ['v1 under the name of v3', async (path) => [path, stamped(await v1(SECRET, body), now())]],
  ['v2 under the name of v3', async (path) => [path, stamped(await v2(SECRET, 'POST', `${origin}${path}`, body), now())]],
  [
    'a wrong v3 beside a right v2',
    async (path) => [
      path,
      {
        ...stamped(await v3('guess', 'POST', `${origin}${path}`, body, now()), now()),
        'x-hubspot-signature': await v2(SECRET, 'POST', `${origin}${path}`, body),
        'x-hubspot-signature-version': 'v2',
      },
    ],
  ],
];

describe.each(everyV3)('%s', (path) => {
  test.each(forgeries)('refuses %s', async (_, forge) => {
    const [address, headers, raw] = await forge(addressOf(path));
    const answer = await post(address, headers, raw);
    expect(answer.status).toBe(401);
    expect(answer.json.error?.code).toBe('unauthenticated');
  });
});

describe.each(withQuery)('%s', (path) => {
  /** Signed well, but by whom? */
  const strangers: [string, string][] = [
    ['no portal', `userId=7&appId=${APP_ID}`],
    ['no user', `portalId=501&appId=${APP_ID}`],
    ['a portal put in front of HubSpot’s own', `portalId=502&userId=7&portalId=501&appId=${APP_ID}`],
    ['a user put in front of HubSpot’s own', `userId=8&userId=7&portalId=501&appId=${APP_ID}`],
    ['a portal that is no number', `portalId=501/../502&userId=7&appId=${APP_ID}`],
    ['another app', 'portalId=501&userId=7&appId=98'],
    ['no app', 'portalId=501&userId=7'],
  ];
  test.each(strangers)('refuses %s', async (_, given) => {
    const at = now();
    const address = `${path}?${given}`;
    expect((await post(address, stamped(await v3(SECRET, 'POST', `${origin}${address}`, body, at), at))).status).toBe(401);
  });

  test('refuses a signature made for another portal', async () => {
    const at = now();
    const signature = await v3(SECRET, 'POST', `${origin}${path}?${query}`, body, at);
    expect((await post(`${path}?${query.replace('501', '502')}`, stamped(signature, at))).status).toBe(401);
  });

  test('a portal that never installed is told so, and gets nothing', async () => {
    const at = now();
    const address = `${path}?${query.replace('501', '777')}`;
    const answer = await post(address, stamped(await v3(SECRET, 'POST', `${origin}${address}`, body, at), at));
    expect([answer.status, answer.json.error?.code]).toEqual([200, 'unknown_installation']);
  });
});

describe(WORKFLOW, () => {
  const url = `${origin}${WORKFLOW}`;
  const raw = JSON.stringify({ callbackId: 'ap-1', origin: { portalId: 501 }, object: { objectId: 35, objectType: 'TICKET' }, inputFields: {} });
  const cases: [string, () => Promise<Headers>][] = [
    ['no signature', async () => ({})],
    ['another secret', async () => ({ 'x-hubspot-signature': await v2('guess', 'POST', url, raw), 'x-hubspot-signature-version': 'v2' })],
    ['no version', async () => ({ 'x-hubspot-signature': await v2(SECRET, 'POST', url, raw) })],
    ['v1', async () => ({ 'x-hubspot-signature': await v1(SECRET, raw), 'x-hubspot-signature-version': 'v1' })],
    ['v1 that says it is v2', async () => ({ 'x-hubspot-signature': await v1(SECRET, raw), 'x-hubspot-signature-version': 'v2' })],
    ['v3 alone', async () => stamped(await v3(SECRET, 'POST', url, raw, now()), now())],
    [
      'v2 of another address',
      async () => ({ 'x-hubspot-signature': await v2(SECRET, 'POST', `${origin}/hubspot/webhooks`, raw), 'x-hubspot-signature-version': 'v2' }),
    ],
    ['v2 of another body', async () => ({ 'x-hubspot-signature': await v2(SECRET, 'POST', url, `${raw} `), 'x-hubspot-signature-version': 'v2' })],
  ];
  test.each(cases)('refuses %s', async (_, headers) => {
    expect((await post(WORKFLOW, await headers(), raw)).status).toBe(401);
  });
});

test('nothing of all this was read, written or kept', async () => {
  expect(portal.fetched).toBe(0);
  expect(portal.notes).toEqual([]);
  expect(await platform.installation('hubspot:501').pendingEvents(10)).toEqual([]);
  expect(await platform.installation('hubspot:777').settings()).toBeNull();
});

test('an address that a proxy changed is checked as HubSpot called it, by the public address', async () => {
  const at = now();
  const secretOfYesterday = await v3('the-secret-of-yesterday', 'POST', `${origin}/hubspot/webhooks`, '[]', at);
  expect((await post('/hubspot/webhooks', stamped(secretOfYesterday, at), '[]')).status).toBe(200);
});
