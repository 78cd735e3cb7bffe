/** Every route × every role × another installation. A route that nobody decided about fails here. */
import { beforeAll, expect, test } from 'vitest';
import { type Role, roleSchema } from '../../shared/governance.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { mayUse, type RouteId } from '../../worker/governance/rights.ts';
import { createApp } from '../../worker/http/app.ts';
import type { Guard } from '../../worker/http/authenticate.ts';
import { articles, createClient, createInstallation, exampleTicket, ingest, tokenFor } from './support/harness.ts';

const { call, platform } = createClient();

/** Routes whose callers prove themselves another way (a signature, a signed page, a site of one's own machine), or to whom nothing is told. */
const otherProof = [/^GET \/healthz$/, /^\w+ \/webhooks\//, /^\w+ \/zendesk\//, /^\w+ \/hubspot\//, /^GET \/console\//, /^POST \/v1\/local\//];

const rights = new Map<string, RouteId | null>();
for (const { method, path, handler } of createApp(platform).routes) {
  if (method === 'ALL') continue;
  const route = `${method} ${path}`;
  const right = (handler as Partial<Guard>).right ?? null;
  rights.set(route, right ?? rights.get(route) ?? null);
}
const guarded = [...rights].flatMap(([route, right]) => (right === null ? [] : [{ route, right }]));
const addressOf = (route: string) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, path: path.replace(':kind', 'article').replace(':sequence', '0').replace(/:\w+/g, 'nothing-of-this-name') };
};

let own: Suggestion;
const tokens = new Map<Role, string>();
beforeAll(async () => {
  const { token } = await createInstallation('rights-a');
  await createInstallation('rights-b');
  await createInstallation('rights-c');
  for (const role of roleSchema.options) tokens.set(role, await tokenFor('rights-b', role));
  await ingest(token, { article: articles });
  const body = { ticket: exampleTicket('900', 'I forgot my password and cannot sign in.') };
  own = (await call('POST', '/v1/suggestions', { token, body, headers: { accept: 'application/json' } })).json as unknown as Suggestion;
});

test('every route has a right, or is one of the few whose callers prove themselves another way', () => {
  const open = [...rights].filter(([, right]) => right === null).map(([route]) => route);
  expect(open.filter((route) => !otherProof.some((pattern) => pattern.test(route)))).toEqual([]);
  expect(guarded.length).toBeGreaterThan(30);
});

test('what changes something is not opened by a right to read', () => {
  const reading = guarded.filter(({ route, right }) => !route.startsWith('GET ') && /\.read$|\.search$/.test(right));
  expect(reading).toEqual([]);
});

test.each(guarded)('$route opens for those with $right, and for nobody else', async ({ route, right }) => {
  const { method, path } = addressOf(route);
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
  expect((await call(method, path, body)).status).toBe(401);
  expect((await call(method, path, { ...body, token: 'forged' })).status).toBe(401);
  for (const role of roleSchema.options) {
    const { status, json } = await call(method, path, { ...body, token: tokens.get(role) ?? '' });
    const refused = status === 403 && json.error?.message.includes('Your role');
    expect({ role, refused: refused === true }).toEqual({ role, refused: !mayUse(role, right) });
  }
});

test('another installation’s things are as unknown as things that never were', async () => {
  const stranger = await tokenFor('rights-c');
  const about = [
    ['GET', `/v1/traces/${own.traceId}`],
    ['GET', `/v1/traces/${own.traceId}/otlp`],
    ['GET', `/v1/releases/${own.releaseId}`],
    ['POST', `/v1/tickets/900/tags`, { suggestionId: own.suggestionId, tags: ['x'] }],
    ['POST', `/v1/tickets/900/escalate`, { suggestionId: own.suggestionId }],
    ['POST', '/v1/feedback', { suggestionId: own.suggestionId, kind: 'up' }],
    ['POST', '/v1/rollback', { why: 'x', releaseId: own.releaseId }],
  ] as const;
  for (const [method, path, body] of about)
    expect([404, 409]).toContain((await call(method, path, { token: stranger, ...(body === undefined ? {} : { body }) })).status);
  expect((await call('POST', `/v1/suggestions/${own.suggestionId}/replay`, { token: stranger, body: {} })).json).toMatchObject({ state: 'missing' });
  for (const path of ['/v1/releases', '/v1/traces', '/v1/audit', '/v1/golden', '/v1/audit/export', '/v1/tickets/900/suggestion'])
    expect((await call('GET', path, { token: stranger })).text).not.toMatch(new RegExp(`${own.suggestionId}|${own.releaseId}|${own.traceId}`));
});
