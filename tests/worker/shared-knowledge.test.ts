import { beforeAll, expect, test } from 'vitest';
import type { Role } from '../../shared/governance.ts';
import { issueSession } from '../../worker/http/session-token.ts';
import { articles, createClient, createInstallation, exampleTicket, ingest, passwordTickets, readEvents } from './support/harness.ts';
import { hubspotClientUnderTest } from './support/hubspot.ts';
import { testVariables } from './support/variables.ts';

const { call, platform } = createClient();
const hubspot = hubspotClientUnderTest();
const session = async (installation: string, role: Role = 'admin'): Promise<string> =>
  (await issueSession(testVariables.SESSION_KEY, { installation, user: { id: '7', name: 'Kim', role }, since: Math.floor(Date.now() / 1_000) }, Date.now()))
    .token;
const OWNER = 'zendesk:graph-owner';
const READER = 'hubspot:801';
let owner = '';
let reader = '';

beforeAll(async () => {
  owner = (await createInstallation('graph-owner')).token;
  await createInstallation('graph-stranger');
  await hubspot.install('801');
  await hubspot.install('802');
  reader = await session(READER);
  const secret = {
    id: 'a9',
    title: 'I forgot my password and cannot sign in: reset it by hand',
    text: 'A customer forgot the password and cannot sign in: how to reset the password by hand. Open the vault, find the customer, choose Reset password.',
    visibility: 'internal',
  };
  expect((await ingest(owner, { article: [...articles, secret], ticket: passwordTickets })).state).toBe('published');
});

/** A refusal is JSON, an answer a stream. */
const eventsOf = (text: string) => (text.startsWith('event:') ? readEvents(text) : []);
const ask = async (token: string) => {
  const answer = await call('POST', '/v1/suggestions', {
    token,
    body: { ticket: exampleTicket('35', 'I forgot my password and cannot sign in. How do I reset it?') },
  });
  return {
    answer,
    evidence: eventsOf(answer.text).find((e) => e.type === 'evidence')?.data as
      | { articles: { id: string; passageIds: string[] }[]; similar: unknown[]; releaseId: string }
      | undefined,
  };
};
const code = async (token = owner): Promise<string> => ((await call('POST', '/v1/sharing/code', { token })).json as unknown as { code: string }).code;
const redeem = (given: string, token = reader) => call('POST', '/v1/sharing/redeem', { token, body: { code: given } });

test('without consent of both nothing is read', async () => {
  expect((await ask(reader)).answer.json.error?.code).toBe('no_knowledge');
  // A reader that points at an owner which never named it.
  await platform.installation('hubspot:802').putSetupNote('knowledge_owner', JSON.stringify(OWNER));
  expect((await ask(await session('hubspot:802'))).answer.json.error?.code).toBe('no_knowledge');
  await platform.installation('hubspot:802').putSetupNote('knowledge_owner', 'null');
});

test('only admins issue and redeem', async () => {
  for (const role of ['agent', 'reviewer', 'auditor'] as const) {
    expect((await call('POST', '/v1/sharing/code', { token: await session(OWNER, role) })).status).toBe(403);
    expect((await redeem('x', await session(READER, role))).status).toBe(403);
  }
});

test.each([
  ['nonsense', async () => 'nonsense'],
  ['a session token', async () => owner],
  ['a code of an account that is gone', async () => code(await session('zendesk:nobody')).catch(() => 'none')],
])('%s is no code', async (_, given) => {
  expect((await redeem((await given()) ?? 'none')).status).toBeGreaterThanOrEqual(400);
  expect((await ask(reader)).answer.json.error?.code).toBe('no_knowledge');
});

test('a code of one admin, redeemed by the other, once: the reader answers from the owner’s release and public articles', async () => {
  expect((await redeem(await code(reader), reader)).status).toBe(409);
  const given = await code();
  const done = await redeem(given);
  expect([done.status, done.json]).toEqual([200, { owner: OWNER, readers: [] }]);
  expect((await redeem(given, await session('hubspot:802'))).status).toBe(401);

  const own = (await ask(owner)).evidence;
  const shared = (await ask(reader)).evidence;
  expect(shared?.releaseId).toBe(own?.releaseId);
  expect(shared?.articles[0]?.id).toBe('a1');
  // Permissions and tickets stay with the account they belong to.
  expect(own?.articles.map((a) => a.id)).toContain('a9');
  expect(shared?.articles.map((a) => a.id)).not.toContain('a9');
  expect(own?.similar.length).toBeGreaterThan(0);
  expect(shared?.similar).toEqual([]);
  const internal = own?.articles.find((a) => a.id === 'a9')?.passageIds[0] ?? '';
  expect((await call('GET', `/v1/passages/${encodeURIComponent(internal)}`, { token: owner })).status).toBe(200);
  expect((await call('GET', `/v1/passages/${encodeURIComponent(internal)}`, { token: reader })).status).toBe(404);
});

test('what one account was asked is never seen in the other', async () => {
  const { answer } = await ask(reader);
  const id = String(readEvents(answer.text).at(-1)?.data.suggestionId);
  expect(await platform.installation(READER).suggestion(id)).not.toBeNull();
  expect(await platform.installation(OWNER).suggestion(id)).toBeNull();
  expect((await call('GET', '/v1/tickets/35/suggestion', { token: owner })).text).not.toContain(id);
});

test('no chains: who reads cannot lend, and who lends cannot read', async () => {
  expect((await call('POST', '/v1/sharing/code', { token: reader })).status).toBe(409);
  const stranger = await session('zendesk:graph-stranger');
  expect((await redeem(await code(stranger), owner)).status).toBe(409);
});

test('the owner ends it alone, at once; a HubSpot admin begins it from the settings page', async () => {
  expect((await call('DELETE', '/v1/sharing', { token: owner })).status).toBe(200);
  expect((await ask(reader)).answer.json.error?.code).toBe('no_knowledge');
  const begun = await hubspot.signed('/hubspot/settings/redeem', { code: await code() }, { portal: '801' });
  expect(begun.json).toEqual({ owner: OWNER, readers: [] });
  expect((await hubspot.signed('/hubspot/settings/read', {}, { portal: '801' })).json).toMatchObject({ sharing: { owner: OWNER } });
  await hubspot.signed('/hubspot/settings/unshare', {}, { portal: '801' });
  expect((await call('GET', '/v1/sharing', { token: owner })).json).toEqual({ owner: null, readers: [] });
});
