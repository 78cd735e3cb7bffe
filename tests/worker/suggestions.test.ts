import { beforeAll, describe, expect, test } from 'vitest';
import type { Suggestion } from '../../shared/suggestion.ts';
import { articles, createClient, createInstallation, exampleTicket, ingest, readEvents } from './support/harness.ts';

const { call } = createClient();
const ticket = exampleTicket('1001', 'I forgot my password and cannot sign in. How do I get a new one?');
let token = '';

beforeAll(async () => {
  token = (await createInstallation('suggest')).token;
  const run = await ingest(token, { article: articles });
  expect(run).toMatchObject({ state: 'published', read: { article: 3 }, error: null });
});

const json = { accept: 'application/json' };
const ask = async (body: object, headers: Record<string, string> = json) => call('POST', '/v1/suggestions', { token, body, headers });

describe('POST /v1/suggestions', () => {
  test('streams evidence first, then the decision, the draft, the whole, and done; and keeps its trace', async () => {
    const { status, headers, text } = await ask({ ticket }, { accept: 'text/event-stream' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('text/event-stream');
    expect(headers.get('cache-control')).toBe('no-store');
    const types = readEvents(text).map((e) => e.type);
    expect(types.slice(0, 2)).toEqual(['evidence', 'decision']);
    expect(types.slice(-2)).toEqual(['suggestion', 'done']);
    const suggestion = readEvents(text).at(-2)?.data as unknown as Suggestion;
    expect(suggestion.releaseId).toMatch(/^rel_/);
    const trace = await call('GET', `/v1/traces/${suggestion.traceId}`, { token });
    expect(trace.json).toMatchObject({ suggestionId: suggestion.suggestionId, releaseId: suggestion.releaseId });
    expect(trace.text).not.toContain('forgot');
  });

  test('answers with one JSON when that is asked for', async () => {
    const { json: suggestion } = await ask({ ticket });
    expect(suggestion).toMatchObject({ ticketId: '1001', decision: { outcome: expect.any(String) } });
  });

  test('gives what is prepared for the same content, anew on another attempt, and anew when the content changed', async () => {
    const first = (await ask({ ticket })).json as unknown as Suggestion;
    const again = (await ask({ ticket: { ...ticket, tags: ['vip'], messages: [{ ...ticket.messages[0], id: 'other' }] } })).json as unknown as Suggestion;
    const anew = (await ask({ ticket, attempt: 1 })).json as unknown as Suggestion;
    const changed = (await ask({ ticket: exampleTicket('1001', 'Where is my parcel?') })).json as unknown as Suggestion;
    expect(again.suggestionId).toBe(first.suggestionId);
    expect(new Set([first.suggestionId, anew.suggestionId, changed.suggestionId]).size).toBe(3);
    const latest = (await call('GET', '/v1/tickets/1001/suggestion', { token })).json as unknown as Suggestion;
    expect(latest.suggestionId).toBe(changed.suggestionId);
  });

  test('stops before the draft when asked to, and what was shown can be escalated from', async () => {
    const { text } = await ask({ ticket: exampleTicket('1002', 'I want to change my plan.'), until: 'decision' }, { accept: 'text/event-stream' });
    expect(readEvents(text).map((e) => e.type)).toEqual(['evidence', 'decision', 'done']);
    expect(await call('GET', '/v1/tickets/1002/suggestion', { token })).toMatchObject({ status: 200, json: null });
    const id = String(readEvents(text).at(-1)?.data.suggestionId);
    expect((await call('POST', '/v1/feedback', { token, body: { suggestionId: id, kind: 'up' } })).status).toBe(200);
  });

  test('is idempotent by its key: the same body gets the same suggestion, another body is refused', async () => {
    const key = { ...json, 'idempotency-key': 'key-1' };
    const both = await Promise.all([ask({ ticket, attempt: 2 }, key), ask({ ticket, attempt: 2 }, key)]);
    const ids = both.map((a) => (a.json as unknown as Suggestion).suggestionId);
    expect(ids[0]).toMatch(/^sug_/);
    expect(ids[1]).toBe(ids[0]);
    const streamed = await ask({ ticket, attempt: 2 }, { ...key, accept: 'text/event-stream' });
    expect(readEvents(streamed.text).at(-1)?.data.suggestionId).toBe(ids[0]);
    expect(await ask({ ticket, attempt: 3 }, key)).toMatchObject({ status: 409, json: { error: { code: 'idempotency_conflict' } } });
    expect(await ask({ ticket, attempt: 2 }, { ...json, 'idempotency-key': 'with space' })).toMatchObject({ status: 400 });
  });

  test('a key whose request failed is free again', async () => {
    const key = { ...json, 'idempotency-key': 'key-2' };
    const failing = createClient({ helpdesk: async () => Promise.reject(new Error('boom')) });
    const failed = await failing.call('POST', '/v1/suggestions', { token, body: { ticketId: '77' }, headers: key });
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain('boom');
    expect((await ask({ ticket }, key)).status).toBe(200);
  });

  test('before anything was ingested it says so, with its own status', async () => {
    const { token: other } = await createInstallation('suggest-empty');
    const answer = await call('POST', '/v1/suggestions', { token: other, body: { ticket } });
    expect(answer).toMatchObject({ status: 409, json: { error: { code: 'no_knowledge', retryable: false } } });
  });

  test('a passage that a suggestion names can be read, another cannot', async () => {
    const suggestion = (await ask({ ticket })).json as unknown as Suggestion;
    for (const id of suggestion.articles.flatMap((a) => a.passageIds)) {
      const passage = await call('GET', `/v1/passages/${id}`, { token });
      expect(passage.json).toMatchObject({ id, articleId: expect.stringMatching(/^a\d$/), text: expect.any(String) });
    }
    expect((await call('GET', '/v1/passages/nothing', { token })).status).toBe(404);
  });
});
