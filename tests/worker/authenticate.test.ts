import { SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { issueSession } from '../../worker/http/session-token.ts';
import { createClient, createInstallation, tokenFor } from './support/harness.ts';
import { testVariables } from './support/variables.ts';

const { call, platform } = createClient();
const installation = 'zendesk:auth';
const key = Uint8Array.from(atob(testVariables.SESSION_KEY), (c) => c.charCodeAt(0));
const seconds = (): number => Math.floor(Date.now() / 1_000);

type Claims = Record<string, unknown>;
const good = (): Claims => ({
  iss: 'deskgraph',
  aud: 'deskgraph-session',
  sub: '7',
  inst: installation,
  name: '',
  role: 'agent',
  since: seconds(),
  iat: seconds(),
  exp: seconds() + 900,
});
const sign = (claims: Claims, header: { alg: string; [k: string]: unknown } = { alg: 'HS256' }, secret: Uint8Array = key) =>
  new SignJWT(claims).setProtectedHeader(header).sign(secret);
const without = (name: string): Claims => Object.fromEntries(Object.entries(good()).filter(([k]) => k !== name));
const bearer = (token: string) => call('POST', '/v1/session', { token, body: {} });

beforeAll(async () => {
  await createInstallation('auth');
});

describe('a session token', () => {
  test('that is good is taken, and renewed', async () => {
    const answer = await bearer(await sign(good()));
    expect(answer).toMatchObject({ status: 200, json: { installation, user: { id: '7', role: 'agent' } } });
    expect((await bearer((answer.json as unknown as { token: string }).token)).status).toBe(200);
  });

  const bad: [string, () => Promise<string> | string, string][] = [
    ['nothing', () => '', 'unauthenticated'],
    ['noise', () => 'noise', 'unauthenticated'],
    ['three dots', () => '...', 'unauthenticated'],
    ['no algorithm', () => new UnsecuredJWT(good()).encode(), 'unauthenticated'],
    ['another key', () => sign(good(), { alg: 'HS256' }, new Uint8Array(32).fill(7)), 'unauthenticated'],
    ['an empty key', () => sign(good(), { alg: 'HS256' }, new Uint8Array(32)), 'unauthenticated'],
    ['HS512', () => sign(good(), { alg: 'HS512' }, new Uint8Array(64).fill(1)), 'unauthenticated'],
    ['HS384 with the right key', () => sign(good(), { alg: 'HS384' }, new Uint8Array([...key, ...key])), 'unauthenticated'],
    ['expired', () => sign({ ...good(), exp: seconds() - 1 }), 'token_expired'],
    ['issued in the future', () => sign({ ...good(), iat: seconds() + 3_600 }), 'unauthenticated'],
    ['not valid yet', () => sign({ ...good(), nbf: seconds() + 3_600 }), 'unauthenticated'],
    [
      'older than twelve hours, however long it claims to live',
      () => sign({ ...good(), iat: seconds() - 13 * 3_600, exp: seconds() + 3_600 }),
      'token_expired',
    ],
    ...['exp', 'iat', 'aud', 'sub', 'inst', 'role', 'since', 'iss'].map(
      (name) => [`without ${name}`, () => sign(without(name)), 'unauthenticated'] as [string, () => Promise<string>, string],
    ),
    ['another audience', () => sign({ ...good(), aud: 'somebody' }), 'unauthenticated'],
    ['another issuer', () => sign({ ...good(), iss: 'somebody' }), 'unauthenticated'],
    ['exp as text', () => sign({ ...good(), exp: 'never' }), 'unauthenticated'],
    ['an empty subject', () => sign({ ...good(), sub: '' }), 'unauthenticated'],
    ['an unknown role', () => sign({ ...good(), role: 'owner' }), 'unauthenticated'],
    ['a made-up installation name', () => sign({ ...good(), inst: 'zendesk:../demo' }), 'unauthenticated'],
    ['an installation list', () => sign({ ...good(), inst: [installation] }), 'unauthenticated'],
  ];
  test.each(bad)('is refused: %s', async (_, make, code) => {
    const answer = await bearer(await make());
    expect(answer).toMatchObject({ status: 401, json: { error: { code, retryable: false } } });
  });

  test('is refused with any one bit changed', async () => {
    const token = await sign(good());
    for (let i = 0; i < token.length; i += 3) {
      const changed = `${token.slice(0, i)}${token[i] === 'A' ? 'B' : 'A'}${token.slice(i + 1)}`;
      // The last character of base64url carries unused bits: the same bytes may be spelt in two ways.
      if (changed !== token && !/^[\w-]+\.[\w-]+$/.test(changed) && i < token.length - 2) expect((await bearer(changed)).status).toBe(401);
    }
  });

  test('of an installation that is gone is answered with that', async () => {
    expect(await bearer(await sign({ ...good(), inst: 'zendesk:gone' }))).toMatchObject({ status: 404, json: { error: { code: 'unknown_installation' } } });
  });

  test('must come as a bearer', async () => {
    const token = await sign(good());
    for (const authorization of ['', token, `Basic ${token}`, `Bearer`])
      expect((await call('POST', '/v1/session', { body: {}, headers: { authorization } })).status).toBe(401);
    expect((await call('POST', `/v1/session?token=${token}`, { body: {} })).status).toBe(401);
  });

  test('lives 15 minutes, is renewed for 12 hours, and then no more', async () => {
    const start = 1_700_000_000_000;
    const session = { installation, user: { id: '7', name: '', role: 'agent' as const }, since: start / 1_000 };
    let token = (await issueSession(testVariables.SESSION_KEY, session, start)).token;
    let at = start;
    for (; at < start + 12 * 3_600_000 - 60_000; at += 14 * 60_000) {
      const { call: later } = createClient({ clock: { now: () => at } });
      const answer = await later('POST', '/v1/session', { token, body: {} });
      expect(answer.status).toBe(200);
      token = (answer.json as unknown as { token: string }).token;
    }
    const { call: late } = createClient({ clock: { now: () => start + 12 * 3_600_000 + 1_000 } });
    expect(await late('POST', '/v1/session', { token, body: {} })).toMatchObject({ status: 401, json: { error: { code: 'token_expired' } } });
  });
});

describe('roles', () => {
  test('an agent may not ingest, an auditor may not escalate', async () => {
    expect(await call('POST', '/v1/ingest/runs', { token: await tokenFor('auth', 'agent'), body: {} })).toMatchObject({
      status: 403,
      json: { error: { code: 'forbidden' } },
    });
    expect((await call('POST', '/v1/tickets/1/escalate', { token: await tokenFor('auth', 'auditor'), body: { suggestionId: 's' } })).status).toBe(403);
  });
});

describe('local routes', () => {
  const body = { id: 'intruder', name: 'x', helpdeskUrl: 'http://localhost/x' };
  test('are not there in production, nor under another host name', async () => {
    const production = createClient({ config: { ...platform.config, ENVIRONMENT: 'production' } });
    for (const path of ['/v1/local/installations', '/v1/local/token']) {
      expect((await production.call('POST', path, { body })).status).toBe(404);
      expect((await call('POST', `http://deskgraph.example.com${path}`, { body })).status).toBe(404);
    }
  });
  test('do not take a form that another site could send', async () => {
    expect((await call('POST', '/v1/local/installations', { raw: JSON.stringify(body), headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });
});
