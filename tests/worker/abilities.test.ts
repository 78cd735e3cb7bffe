import { beforeAll, expect, test } from 'vitest';
import type { Suggestion } from '../../shared/suggestion.ts';
import { articles, createClient, createInstallation, exampleTicket, ingest, tokenFor } from './support/harness.ts';

const { call, platform } = createClient();
const record = platform.installation('zendesk:abilities');
let token = '';

beforeAll(async () => {
  token = (await createInstallation('abilities')).token;
  await ingest(token, {
    article: articles,
    macro: [{ id: 'm1', title: 'Thanks', text: 'Hi {{ticket.requester.first_name}}, write to bo@team.example.', locale: 'en' }],
  });
});

test('an agent asks for something beside the draft; what needs a model says so', async () => {
  const ticket = exampleTicket('500', 'I forgot my password and cannot sign in. How do I reset it?');
  const shorter = await call('POST', '/v1/tickets/500/assist', { token, body: { ability: 'shorter', ticket } });
  expect(shorter).toMatchObject({ status: 200, json: { ability: 'shorter', by: { drafter: 'extractive' } } });
  expect(await call('POST', '/v1/tickets/500/assist', { token, body: { ability: 'formal', ticket } })).toMatchObject({
    status: 409,
    json: { error: { code: 'needs_model' } },
  });
  expect(await call('POST', '/v1/tickets/501/assist', { token, body: { ability: 'shorter', ticket } })).toMatchObject({ status: 400 });
  expect(await call('POST', '/v1/tickets/500/assist', { token, body: { ability: 'send', ticket } })).toMatchObject({ status: 400 });
});

test('an agent says how long they have been doing this: kept for them alone, and every draft of theirs follows', async () => {
  const own = await tokenFor('abilities', 'agent');
  expect(await call('GET', '/v1/preferences', { token: own })).toMatchObject({ status: 200, json: { tenure: 'standard' } });
  expect((await call('PUT', '/v1/preferences', { token: own, body: { tenure: 'wizard' } })).status).toBe(400);
  const body = { ticket: exampleTicket('510', 'I forgot my password and cannot sign in. How do I reset it?') };
  const draft = async (token: string) =>
    (await call('POST', '/v1/suggestions', { token, body, headers: { accept: 'application/json' } })).json as unknown as Suggestion;
  const usual = await draft(own);
  expect(usual.tenure).toBeUndefined();
  expect(await call('PUT', '/v1/preferences', { token: own, body: { tenure: 'expert' } })).toMatchObject({ status: 200, json: { tenure: 'expert' } });
  const short = await draft(own);
  expect(short.tenure).toBe('expert');
  expect(short.draft.sentences.length).toBeLessThanOrEqual(usual.draft.sentences.length);
  // What was written for one is not shown to the other, and is found again by the same.
  expect(await draft(own)).toMatchObject({ suggestionId: short.suggestionId });
  await call('PUT', '/v1/preferences', { token: own, body: { tenure: 'standard' } });
  expect(await draft(own)).toMatchObject({ suggestionId: usual.suggestionId });
});

test('what is there in another language needs a model, and says so', async () => {
  const ticket = exampleTicket('500', 'Ich habe mein Passwort vergessen und kann mich nicht mehr anmelden. Wie setze ich es zurück?');
  for (const asked of [{ of: 'message' }, { of: 'text', text: 'Bitte öffnen Sie die Einstellungen und setzen Sie das Passwort dort zurück.' }])
    expect(await call('POST', '/v1/tickets/500/assist', { token, body: { ability: 'translate', language: 'en', ...asked, ticket } })).toMatchObject({
      status: 409,
      json: { error: { code: 'needs_model' } },
    });
});

test('a cited macro can be read, without personal data', async () => {
  const { status, json } = await call('GET', '/v1/passages/macro%3Am1', { token });
  expect(status).toBe(200);
  expect(json).toMatchObject({ id: 'macro:m1', title: 'Thanks' });
  expect((json as unknown as { text: string }).text).not.toContain('bo@team.example');
  expect((await call('GET', '/v1/passages/macro%3Anone', { token })).status).toBe(404);
  expect((await call('GET', '/v1/passages/ticket%3Anone', { token })).status).toBe(404);
});

test('the budget is the admin’s to set, tells when it nears its end, and ends', async () => {
  const agent = await tokenFor('abilities', 'agent');
  expect((await call('PUT', '/v1/budget', { token: agent, body: { tokens: 1_000 } })).status).toBe(403);
  expect(await call('PUT', '/v1/budget', { token, body: { tokens: 1_000 } })).toMatchObject({
    status: 200,
    json: { limits: { tokens: 1_000, usd: null }, state: 'ok' },
  });
  expect(await record.reserveSpend('a', { tokens: 600, usd: 0 })).toBe(true);
  expect(await record.reserveSpend('b', { tokens: 600, usd: 0 })).toBe(false);
  expect(await record.spend('a', { tokens: 100, usd: 0.1 })).toEqual({ alert: null });
  expect(await record.reserveSpend('c', { tokens: 800, usd: 0 })).toBe(true);
  expect(await record.spend('c', { tokens: 750, usd: 0.1 })).toEqual({ alert: 80 });
  expect(await record.spend('d', { tokens: 10, usd: 0 })).toEqual({ alert: null });
  expect(await record.budget()).toMatchObject({ state: 'near', spent: { tokens: 860, calls: 3 } });
  expect(await record.spend('e', { tokens: 200, usd: 0 })).toEqual({ alert: 100 });
  expect(await record.budget()).toMatchObject({ state: 'exceeded' });
  expect(await record.reserveSpend('f', { tokens: 1, usd: 0 })).toBe(false);
});

test('effects are counted by what their keys begin with', async () => {
  for (const [id, key] of [
    ['e1', 'auto_reply:x_:1'],
    ['e2', 'auto_reply:xy:2'],
    ['e3', 'triage:1'],
  ] as const) {
    await record.planEffect({ id, key, kind: 'add_tags', ticketId: '1', payload: {} });
    await record.claimEffect(id);
  }
  await record.planEffect({ id: 'e4', key: 'auto_reply:x_:4', kind: 'add_tags', ticketId: '1', payload: {} });
  expect(await record.countEffects('auto_reply:', 0)).toBe(2);
  expect(await record.countEffects('auto_reply:x_:', 0)).toBe(1);
  expect(await record.countEffects('auto_reply:', Date.now() + 60_000)).toBe(0);
});
