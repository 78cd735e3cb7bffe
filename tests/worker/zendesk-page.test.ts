import { importPKCS8, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HelpdeskAccount } from '../../worker/helpdesk-ports.ts';
import { createClient, createInstallation } from './support/harness.ts';
import { devAppPrivateKey, testVariables } from './support/variables.ts';

const files: Record<string, string> = { '/zendesk/sidebar.css': 'body{}', '/zendesk/sidebar.js': '1;' };
const assets = {
  fetch: async (input: RequestInfo | URL) => {
    const path = new URL(input instanceof Request ? input.url : input.toString()).pathname;
    return path in files ? new Response(files[path]) : new Response('', { status: 404 });
  },
} as unknown as Fetcher;
const { call, platform } = createClient({ assets });

const seconds = (): number => Math.floor(Date.now() / 1_000);
const audience = 'https://page.zendesk.com/api/v2/apps/installations/1.json';
type Claims = Record<string, unknown>;
const good = (): Claims => ({
  aud: audience,
  iss: 'page.zendesk.com',
  sub: 'https://page.zendesk.com/api/v2/users/12.json',
  iat: seconds(),
  exp: seconds() + 120,
  jti: crypto.randomUUID(),
  user: { name: 'Ada </script><b>', role: 'admin' },
});
const sign = async (claims: Claims, alg = 'RS256', pem = devAppPrivateKey) => new SignJWT(claims).setProtectedHeader({ alg }).sign(await importPKCS8(pem, alg));
const without = (name: string): Claims => Object.fromEntries(Object.entries(good()).filter(([k]) => k !== name));
const open = (token: string, client = call) =>
  client('POST', '/zendesk/sidebar?origin=http://localhost&app_guid=x', {
    raw: new URLSearchParams({ token }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

beforeAll(async () => {
  await createInstallation('page');
});

describe('the sidebar page', () => {
  test('opens with a signed token, and starts with a session that works', async () => {
    const { status, text, headers } = await open(await sign(good()));
    expect(status).toBe(200);
    const start = JSON.parse(/id="deskgraph-session">(.*?)<\/script>/.exec(text)?.[1] ?? '') as {
      token: string;
      installation: string;
      user: { id: string; name: string };
    };
    expect(start).toMatchObject({
      installation: 'zendesk:page',
      user: { id: '12', name: 'Ada </script><b>', role: 'admin' },
      baseUrl: 'http://localhost:8787',
      sdkUrl: '/zendesk/zaf_sdk.js',
    });
    expect((await call('POST', '/v1/session', { token: start.token, body: {} })).status).toBe(200);
    const { entries } = (await call('GET', '/v1/audit', { token: start.token })).json as unknown as { entries: { action: string; actor: string }[] };
    expect(entries.at(-1)).toMatchObject({ action: 'session.begin', actor: '12' });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('has a policy that lets nothing in but itself, framed by whom the environment names, with a new nonce each time', async () => {
    const pages = [await open(await sign(good())), await open(await sign(good()))];
    const nonces = pages.map(({ text, headers }) => {
      const policy = headers.get('content-security-policy') ?? '';
      const nonce = /<meta name="sc-nonce" content="([^"]+)">/.exec(text)?.[1] ?? '';
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain('frame-ancestors http://localhost:* http://127.0.0.1:*');
      expect(policy).not.toContain('unsafe');
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(pages[0]?.headers.get('x-frame-options')).toBeNull();
  });

  test('opens once with one token', async () => {
    const token = await sign(good());
    const answers = await Promise.all([open(token), open(token), open(token)]);
    expect(answers.map((a) => a.status).sort()).toEqual([200, 401, 401]);
  });

  test('opened by hand says where it belongs', async () => {
    const answer = await call('GET', '/zendesk/sidebar');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('inside Zendesk');
  });

  test('serves its files, and only those', async () => {
    expect((await call('GET', '/zendesk/sidebar.js')).text).toBe('1;');
    expect((await call('GET', '/zendesk/other.js')).status).toBe(404);
  });

  const hs256 = () => new SignJWT(good()).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(testVariables.DEV_APP_PUBLIC_KEY));
  const bad: [string, () => Promise<string> | string, number][] = [
    ['no token', () => '', 401],
    ['noise', () => 'a.b.c', 401],
    ['HS256 under the public key', hs256, 401],
    ['PS256', () => sign(good(), 'PS256'), 401],
    ['RS512', () => sign(good(), 'RS512'), 401],
    ['expired', () => sign({ ...good(), exp: seconds() - 60 }), 401],
    ['six minutes old', () => sign({ ...good(), iat: seconds() - 360 }), 401],
    ['from the future', () => sign({ ...good(), iat: seconds() + 600, exp: seconds() + 900 }), 401],
    ...['aud', 'iss', 'iat', 'exp', 'sub'].map((name) => [`without ${name}`, () => sign(without(name)), 401] as [string, () => Promise<string>, number]),
    ['audience list', () => sign({ ...good(), aud: [audience, 'x'] }), 401],
    ['audience of another host', () => sign({ ...good(), aud: 'https://page.zendesk.com.evil.example/api/v2/apps/installations/1.json' }), 401],
    ['audience with a user part', () => sign({ ...good(), aud: 'https://page.zendesk.com@evil.example/api/v2/apps/installations/1.json' }), 401],
    ['audience of plain http', () => sign({ ...good(), aud: audience.replace('https', 'http') }), 401],
    ['issuer of another account', () => sign({ ...good(), iss: 'other.zendesk.com' }), 401],
    ['an account that has not installed it', () => sign({ ...good(), aud: audience.replace('page', 'stranger'), iss: 'stranger.zendesk.com' }), 404],
  ];
  test.each(bad)('does not open: %s', async (_, make, status) => {
    const answer = await open(await make());
    expect(answer.status).toBe(status);
    expect(answer.text).toContain('role="alert"');
    expect(answer.text).not.toContain('deskgraph-session');
    expect(answer.headers.get('content-security-policy')).toContain('frame-ancestors');
  });

  test('the development key opens nothing in production', async () => {
    const production = createClient({ assets, config: { ...platform.config, ENVIRONMENT: 'production', FRAME_ANCESTORS: 'https://*.zendesk.com' } });
    const answer = await open(await sign(good()), production.call);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age');
  });
});

describe('the console', () => {
  const roles: Record<string, string> = { '1': 'admin', '2': 'agent', '3': 'agent', '4': 'end-user' };
  const account = async () => ({ roleOf: async (id: string) => roles[id] ?? 'agent' }) as unknown as HelpdeskAccount;
  const client = createClient({ assets, account });
  const opened = async (id: string) => {
    const answer = await client.call('POST', '/zendesk/console', {
      raw: new URLSearchParams({ token: await sign({ ...good(), sub: `https://page.zendesk.com/api/v2/users/${id}.json` }) }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const start = /id="deskgraph-session">(.*?)<\/script>/.exec(answer.text)?.[1];
    return { status: answer.status, session: start === undefined ? null : (JSON.parse(start) as { token: string; user: { role: string } }) };
  };

  test('opens for administrators and for whom they gave a role, as that and as no more', async () => {
    expect((await opened('2')).status).toBe(403);
    const admin = (await opened('1')).session?.token ?? '';
    expect(await client.call('PUT', '/v1/setup', { token: admin, body: { roles: { '2': 'reviewer', '4': 'admin' } } })).toMatchObject({
      status: 200,
      json: { roles: { '2': 'reviewer', '4': 'admin' } },
    });
    const reviewer = await opened('2');
    // The page's own claim of being an admin counts for nothing.
    expect(reviewer).toMatchObject({ status: 200, session: { user: { role: 'reviewer' } } });
    const token = reviewer.session?.token ?? '';
    expect((await client.call('GET', '/v1/proposals', { token })).status).toBe(200);
    expect((await client.call('GET', '/v1/audit', { token })).status).toBe(403);
    expect((await client.call('PUT', '/v1/setup', { token, body: { roles: { '3': 'admin' } } })).status).toBe(403);
    expect((await opened('3')).status).toBe(403);
    // Who is no agent any more has no business here, whatever they were given.
    expect((await opened('4')).status).toBe(403);
    for (const bad of [{ x: 'admin' }, { '5': 'owner' }])
      expect((await client.call('PUT', '/v1/setup', { token: admin, body: { roles: bad } })).status).toBe(400);
  });

  test('a role that was taken away or changed holds at the next renewal', async () => {
    const admin = (await opened('1')).session?.token ?? '';
    const give = (given: object) => client.call('PUT', '/v1/setup', { token: admin, body: { roles: given } });
    await give({ '2': 'reviewer' });
    const token = (await opened('2')).session?.token ?? '';
    await give({ '2': 'auditor' });
    const renewed = await client.call('POST', '/v1/session', { token, body: {} });
    expect(renewed).toMatchObject({ status: 200, json: { user: { role: 'auditor' } } });
    await give({});
    const last = String(renewed.json.token);
    expect((await client.call('POST', '/v1/session', { token: last, body: {} })).status).toBe(403);
    roles['1'] = 'agent';
    expect((await client.call('POST', '/v1/session', { token: admin, body: {} })).status).toBe(403);
  });
});
