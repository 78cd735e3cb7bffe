/** Every route × every role × another installation. A route that nobody decided about fails here. */
import { beforeAll, expect, test } from 'vitest';
import { type Role, roleSchema } from '../../shared/governance.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { mayUse } from '../../worker/governance/rights.ts';
import type { Helpdesk } from '../../worker/helpdesk-ports.ts';
import { allRoutes, createApp } from '../../worker/http/app.ts';
import { authenticate } from '../../worker/http/authenticate.ts';
import { createRoutes, provenBy } from '../../worker/http/routes.ts';
import { articles, createClient, createInstallation, exampleTicket, ingest, tokenFor } from './support/harness.ts';

const { call, platform } = createClient();

/** The table that the app itself is made from. */
const table = allRoutes(platform).flatMap(({ registered }) => registered);

const guarded = table.flatMap(({ method, path, right }) => (typeof right === 'string' ? [{ route: `${method} ${path}`, right }] : []));
const addressOf = (route: string) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, path: path.replace(':kind', 'article').replace(':sequence', '0').replace(/:\w+/g, 'nothing-of-this-name') };
};

let own: Suggestion;
let runId = '';
let proposalId = '';
let overlayId = '';
const tokens = new Map<Role, string>();
beforeAll(async () => {
  const { token } = await createInstallation('rights-a');
  await createInstallation('rights-b');
  await createInstallation('rights-c');
  for (const role of roleSchema.options) tokens.set(role, await tokenFor('rights-b', role));
  runId = (await ingest(token, { article: articles })).id;
  const idOf = async (path: string, body: object) => String((await call('POST', path, { token, body })).json.id);
  proposalId = await idOf('/v1/proposals', { title: 'of A', why: 'x', change: { tags: ['of-a'] } });
  overlayId = await idOf('/v1/knowledge/overlays', { do: 'add_node', kind: 'product', id: 'hub-of-a', label: 'Hub' });
  await call('POST', '/v1/golden', { token, body: { id: 'golden-of-a', ticket: exampleTicket('1', 'x'), expect: {} } });
  await call('PUT', '/v1/knowledge/sources/source-of-a', { token, body: { kind: 'web', name: 'source of a', config: { url: 'https://help.example.test/' } } });
  const body = { ticket: exampleTicket('900', 'I forgot my password and cannot sign in.') };
  own = (await call('POST', '/v1/suggestions', { token, body, headers: { accept: 'application/json' } })).json as unknown as Suggestion;
});

test('a route that nobody decided about does not compile, nor one whose right nobody decided about', () => {
  const routes = createRoutes();
  const answer = () => new Response();
  // @ts-expect-error: without a right there is no route.
  routes.get('/v1/open', answer);
  // @ts-expect-error: a check that asks for no right is none.
  routes.post('/v1/open', async (_c: unknown, next: () => Promise<void>) => next(), answer);
  // @ts-expect-error: there is no such right.
  routes.get('/v1/open', authenticate({ platform }, 'open.read'), answer);
  // @ts-expect-error: nor such a proof.
  routes.get('/v1/open', provenBy('good_faith'), answer);
  routes.get('/v1/open', provenBy('none'), answer);
  expect(routes.registered.at(-1)).toEqual({ method: 'GET', path: '/v1/open', right: { proof: 'none' } });
});

test('the app answers what is in the table, and nothing else', () => {
  const inTable = new Set(table.map(({ method, path }) => `${method} ${path}`));
  const answered = createApp(platform).routes.filter(({ method }) => method !== 'ALL');
  expect(new Set(answered.map(({ method, path }) => `${method} ${path}`))).toEqual(inTable);
  expect(guarded.length).toBeGreaterThan(60);
});

test('without a session go those who prove themselves another way; of the product’s own API nobody', () => {
  const open = table.filter(({ path, right }) => typeof right !== 'string' && path.startsWith('/v1/') && !path.startsWith('/v1/local/'));
  expect(open).toEqual([]);
  const changing = table.filter(({ method, right }) => method !== 'GET' && typeof right !== 'string' && right.proof === 'none');
  expect(changing).toEqual([]);
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

/** What installation A has, by the address it stands at; a route with an address that is not here fails below. */
const things: Record<string, () => string> = {
  '/v1/tickets/': () => '900',
  '/v1/suggestions/': () => own.suggestionId,
  '/v1/passages/': () => encodeURIComponent(own.draft.citations[0]?.passageId ?? ''),
  '/v1/traces/': () => own.traceId,
  '/v1/releases/': () => own.releaseId,
  '/v1/proposals/': () => proposalId,
  '/v1/golden/': () => 'golden-of-a',
  '/v1/erasure/': () => 'ers_of_nobody',
  '/v1/ingest/runs/': () => runId,
  '/v1/knowledge/nodes/': () => 'article:a1',
  '/v1/knowledge/sources/': () => 'source-of-a',
  '/v1/knowledge/overlays/': () => overlayId,
};

test('to another installation no route shows or changes anything of this one', async () => {
  const stranger = await tokenFor('rights-c');
  const before = (await call('GET', '/v1/audit', { token: await tokenFor('rights-a') })).text;
  const markers = [own.suggestionId, own.traceId, own.releaseId, proposalId, runId, overlayId, 'golden-of-a', 'hub-of-a', 'sign-in page', 'source of a'];
  const body = {
    suggestionId: own.suggestionId,
    releaseId: own.releaseId,
    why: 'x',
    kind: 'up',
    tags: ['x'],
    ids: ['1'],
    on: false,
    text: 'x',
    ability: 'summarize',
  };
  const last = (route: string) => (route === 'POST /v1/setup/disconnect' ? 1 : 0);
  for (const { route } of [...guarded].sort((a, b) => last(a.route) - last(b.route))) {
    const [method = '', path = ''] = route.split(' ');
    const about = Object.entries(things).find(([prefix]) => path.startsWith(`${prefix}:`))?.[1]();
    expect(about !== undefined || !path.includes('/:'), `${route}: say in \`things\` what stands there`).toBe(true);
    const address = path
      .replace(':kind', 'article')
      .replace(':sequence', '0')
      .replace(/:\w+/, () => about ?? '');
    const { status, text } = await call(method, address, { token: stranger, ...(method === 'GET' || method === 'DELETE' ? {} : { body }) });
    expect({ route, found: markers.filter((marker) => text.includes(marker)) }).toEqual({ route, found: [] });
    expect(status, route).not.toBe(500);
    if (method === 'GET' && about && !path.includes('/tickets/')) expect([404, 409], route).toContain(status);
  }
  expect((await call('GET', '/v1/audit', { token: await tokenFor('rights-a') })).text).toBe(before);
});

/** Nothing of the configuration changes by these, and nothing is written outside. */
const quiet: Record<string, string> = {
  'POST /v1/suggestions': 'an answer, with its trace',
  'POST /v1/tickets/:id/assist': 'a text for the agent',
  'POST /v1/tickets/:id/similar': 'a question about an answer',
  'PUT /v1/preferences': 'how one agent likes to read',
  'POST /v1/feedback': 'stands with its suggestion',
  'POST /v1/session': 'the sign-in itself is in the chain',
  'POST /v1/suggestions/:id/replay': 'an answer made again',
  'PUT /v1/ingest/runs/:id/chunks/:kind/:sequence': 'part of a run whose beginning and end are in the chain',
  'POST /v1/knowledge/visits': 'events of the help centre, as they come in',
};

test('every route that changes something leaves its entry in the audit chain, with who did it', async () => {
  const { token } = await createInstallation('rights-audit');
  const record = platform.installation('zendesk:rights-audit');
  const ada = String((await call('POST', '/v1/local/token', { body: { installation: 'rights-audit', user: 'ada', role: 'admin' } })).json.token);
  await ingest(token, { article: articles });
  const ticket = exampleTicket('900', 'I forgot my password and cannot sign in.');
  const suggestion = (await call('POST', '/v1/suggestions', { token, body: { ticket }, headers: { accept: 'application/json' } }))
    .json as unknown as Suggestion;
  const shown = await record.trace(suggestion.traceId);
  if (!shown) throw new Error('a suggestion has its trace');
  const { feedback: _, ...trace } = shown;
  const offered = { ...suggestion, suggestionId: 'sug_offered', route: { ...suggestion.route, tags: ['password'] } };
  await record.saveSuggestion(offered, { ...trace, id: 'trc_offered', suggestionId: 'sug_offered' }, '');
  const { code } = (await call('POST', '/v1/sharing/code', { token: (await createInstallation('rights-share')).token })).json as unknown as { code: string };
  const helpdesk: Helpdesk = {
    platform: 'zendesk',
    fetchTicket: () => Promise.reject(new Error('not asked')),
    addTags: async (_, tags) => tags,
    addInternalNote: async () => {},
    setRouting: async () => ({ group: null, priority: null }),
  };
  const client = createClient({ helpdesk: async () => helpdesk });
  const proposal = { title: 'x', why: 'x', change: { tags: ['audit-only'] } };
  const why = { why: 'audit' };
  // In an order in which each can be done; `:id` is what the step before it answered, or what is given.
  const steps: [route: string, action: string, body?: object | undefined, id?: string][] = [
    ['PUT /v1/settings', 'settings.change', { traceDays: 77 }],
    ['PUT /v1/setup', 'setup.change', { automation: { autoTag: 'off' } }],
    ['POST /v1/setup/repair', 'setup.repair', {}],
    ['PUT /v1/budget', 'budget.set', { tokens: 1_000_000, usd: 5 }],
    ['POST /v1/golden', 'golden.set', { id: 'g-audit', ticket, expect: {} }],
    ['DELETE /v1/golden/:id', 'golden.remove', undefined, 'g-audit'],
    ['PUT /v1/knowledge/sources/:id', 'source.set', { kind: 'web', name: 'Help', config: { url: 'https://help.example.test/' } }, 'help'],
    ['POST /v1/knowledge/sources/:id/read', 'source.read', {}, 'help'],
    ['POST /v1/knowledge/sources/:id/pause', 'source.pause', {}, 'help'],
    ['POST /v1/knowledge/sources/:id/resume', 'source.resume', {}, 'help'],
    ['DELETE /v1/knowledge/sources/:id', 'source.remove', undefined, 'help'],
    ['POST /v1/knowledge/overlays', 'graph.edit', { do: 'add_node', kind: 'product', id: 'hub', label: 'Hub' }],
    ['DELETE /v1/knowledge/overlays/:id', 'graph.edit.undo'],
    ['POST /v1/tickets/:id/tags', 'effect.confirm', { suggestionId: 'sug_offered', tags: ['password'] }, '900'],
    ['POST /v1/tickets/:id/escalate', 'effect.confirm', { suggestionId: suggestion.suggestionId }, '900'],
    ['POST /v1/kill-switch', 'actions.stop', { on: true, ...why }],
    ['POST /v1/kill-switch', 'actions.resume', { on: false, ...why }],
    ['POST /v1/proposals', 'release.propose', proposal],
    ['POST /v1/proposals/:id/evaluate', 'release.evaluate', {}],
    ['POST /v1/proposals/:id/approve', 'release.approve', why],
    ['POST /v1/proposals/:id/publish', 'release.publish', why],
    ['POST /v1/rollback', 'release.rollback', why],
    ['POST /v1/ingest/runs', 'ingest.begin', {}],
    ['POST /v1/ingest/runs/:id/finish', 'ingest.finish', {}],
    ['POST /v1/erasure', 'erase.requester', { requester: { email: 'anna@mail.example' } }],
    ['POST /v1/sharing/redeem', 'knowledge.share.begin', { code }],
    ['DELETE /v1/sharing', 'knowledge.share.end'],
    ['POST /v1/sharing/code', 'knowledge.share.offer', {}],
    ['POST /v1/setup/disconnect', 'installation.remove', {}],
  ];
  const changing = guarded.map(({ route }) => route).filter((route) => !route.startsWith('GET '));
  expect(changing.filter((route) => !(route in quiet) && !steps.some(([step]) => step === route))).toEqual([]);

  let answered = '';
  let known = (await record.auditPage(-1)).length;
  for (const [route, action, body, id] of steps) {
    const [method = '', path = ''] = route.split(' ');
    const { status, json, text } = await client.call(method, path.replace(':id', id ?? answered), { token: ada, ...(body === undefined ? {} : { body }) });
    expect({ route, status, text: status < 300 ? '' : text }).toMatchObject({ route, text: '' });
    answered = (json as { id?: string }).id ?? answered;
    const entries = await record.auditPage(-1);
    const added = entries.slice(known).map((entry) => `${entry.action} ${entry.actor}`);
    known = entries.length;
    expect({ route, added }).toEqual({ route, added: expect.arrayContaining([`${action} ada`]) });
  }
});
