import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IngestRun } from '../../shared/api.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { articles, createClient, createInstallation, exampleTicket, ingest } from './support/harness.ts';

const { call } = createClient();
let token = '';
let otherToken = '';

beforeAll(async () => {
  token = (await createInstallation('bad-input')).token;
  await ingest(token, { article: articles });
  otherToken = (await createInstallation('bad-input-other')).token;
});

const post = (raw: BodyInit, headers: Record<string, string> = {}) =>
  call('POST', '/v1/suggestions', { token, raw, headers: { 'content-type': 'application/json', accept: 'application/json', ...headers } });
const ask = (body: object) => call('POST', '/v1/suggestions', { token, body, headers: { accept: 'application/json' } });
const ticket = exampleTicket('1', 'How do I reset my password?');

describe('a request that cannot be understood is refused with its reason', () => {
  test.each([
    ['not JSON', '{"ticket":', {}, 400, 'invalid_json'],
    ['nothing', '', {}, 400, 'invalid_json'],
    ['broken UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), {}, 400, 'invalid_json'],
    ['another content type', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['no ticket at all', '{}', {}, 400, 'invalid_request'],
    ['a list', '[]', {}, 400, 'invalid_request'],
    ['null', 'null', {}, 400, 'invalid_request'],
    ['brackets ten thousand deep', '['.repeat(10_000) + ']'.repeat(10_000), {}, 400, 'invalid_request'],
  ] as [string, BodyInit, Record<string, string>, number, string][])('%s', async (_, raw, headers, status, code) => {
    const answer = await post(raw, headers);
    expect(answer).toMatchObject({ status, json: { error: { code } } });
    expect(answer.json.error?.message.length).toBeGreaterThan(10);
    expect(answer.json.error?.requestId).toBe(answer.headers.get('x-request-id'));
    expect(answer.text).not.toMatch(/\bat [\w.]+ \(|\.ts:\d/);
  });

  test('a wrong type is named by its path', async () => {
    const answer = await ask({ ticket: { ...ticket, messages: [{ ...ticket.messages[0], text: 7 }] } });
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'invalid_request', path: 'ticket.messages.0.text' } } });
  });

  test.each([
    ['attempt of 99', { ticket, attempt: 99 }],
    ['attempt of 1.5', { ticket, attempt: 1.5 }],
    ['unknown until', { ticket, until: 'soon' }],
    ['two tickets', { ticket, ticketId: '2' }],
    ['a ticket without id', { ticket: { ...ticket, id: '' } }],
    ['an unknown role', { ticket: { ...ticket, messages: [{ ...ticket.messages[0], role: 'robot' }] } }],
  ])('%s', async (_, body) => {
    expect(await ask(body)).toMatchObject({ status: 400, json: { error: { code: 'invalid_request' } } });
  });

  test('a body over 1 MB, announced or not', async () => {
    const large = JSON.stringify({ ticket: { ...ticket, subject: 'x'.repeat(1_100_000) } });
    expect(await post(large)).toMatchObject({ status: 413, json: { error: { code: 'body_too_large' } } });
    const unannounced = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let i = 0; i < 40; i++) controller.enqueue(new Uint8Array(65_536).fill(32));
        controller.close();
      },
    });
    expect(await post(unannounced)).toMatchObject({ status: 413, json: { error: { code: 'body_too_large' } } });
  });

  test('an address that does not exist, and a method it does not take', async () => {
    expect(await call('GET', '/v1/nothing')).toMatchObject({ status: 404, json: { error: { code: 'not_found' } } });
    expect(await call('DELETE', '/v1/suggestions', { token })).toMatchObject({ status: 404 });
  });
});

describe('a ticket that is strange is answered all the same', () => {
  test.each([
    ['empty', { ...ticket, id: 'e1', subject: '', messages: [] }],
    ['white space', exampleTicket('e2', ' \n\t ')],
    ['60 KB', exampleTicket('e3', 'My password does not work. '.repeat(2_300))],
    ['NUL and lone surrogates', exampleTicket('e4', 'reset \u0000 my \ud800 password \udc00')],
    ['unknown locale', { ...exampleTicket('e5', 'How do I reset my password?'), locale: 'xx-Nowhere-1' }],
    ['nonsense locale', { ...exampleTicket('e6', 'How do I reset my password?'), locale: '!!' }],
    ['no requester, agent only', { ...ticket, id: 'e7', messages: [{ id: 'm', role: 'agent', at: '', text: 'Hello?' }] }],
    ['a date that is none', { ...ticket, id: 'e8', createdAt: 'yesterday', sla: [{ metric: 'first_reply', dueAt: 'soon' }] }],
  ])('%s', async (_, strange) => {
    const answer = await ask({ ticket: strange });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ decision: { outcome: expect.stringMatching(/^(answer|clarify|escalate|abstain)$/) } });
    expect(answer.text).not.toContain('\\u0000');
  });

  test('an empty ticket gets no answer invented', async () => {
    const suggestion = (await ask({ ticket: { ...ticket, id: 'e9', subject: '', messages: [] } })).json as unknown as Suggestion;
    expect(['clarify', 'abstain']).toContain(suggestion.decision.outcome);
  });
});

describe('another installation', () => {
  test('its suggestions, traces and passages are as unknown as those that never were', async () => {
    const own = (await ask({ ticket })).json as unknown as Suggestion;
    const paths: [string, string, object?][] = [
      ['GET', `/v1/traces/${own.traceId}`],
      ['POST', `/v1/tickets/${own.ticketId}/escalate`, { suggestionId: own.suggestionId }],
      ['POST', `/v1/tickets/${own.ticketId}/tags`, { suggestionId: own.suggestionId, tags: ['x'] }],
      ['POST', '/v1/feedback', { suggestionId: own.suggestionId, kind: 'up' }],
    ];
    for (const [method, path, body] of paths) {
      const foreign = await call(method, path, { token: otherToken, ...(body ? { body } : {}) });
      const unknown = await call(method, path.replaceAll(/trc_\w+/g, 'trc_none').replace('/tickets/1/', '/tickets/999/'), {
        token: otherToken,
        ...(body ? { body: { ...body, suggestionId: 'sug_none' } } : {}),
      });
      expect(foreign).toMatchObject({ status: 404, json: { error: { code: 'not_found' } } });
      expect(foreign.json.error?.message).toBe(unknown.json.error?.message);
    }
    expect(await call('GET', `/v1/tickets/${own.ticketId}/suggestion`, { token: otherToken })).toMatchObject({ status: 200, json: null });
  });
});

describe('ingest', () => {
  const start = async (): Promise<string> => ((await call('POST', '/v1/ingest/runs', { token, body: {} })).json as unknown as IngestRun).id;

  test('a broken line is told by file and line, and the rest is kept', async () => {
    const id = await start();
    const lines = [JSON.stringify(articles[0]), '{"id": "a9", "title":', '', '{"id":"a10"}', JSON.stringify(articles[1])];
    const answer = await call('PUT', `/v1/ingest/runs/${id}/chunks/article/0?file=help/articles.jsonl&line=100`, { token, raw: lines.join('\n') });
    expect(answer.json).toMatchObject({ read: 2, run: { read: { article: 2 }, skippedCount: 2 } });
    const { skipped } = (answer.json as unknown as { run: IngestRun }).run;
    expect(skipped.map((s) => [s.file, s.line])).toEqual([
      ['help/articles.jsonl', 101],
      ['help/articles.jsonl', 103],
    ]);
  });

  test('an unknown kind, an unknown run, and a run of another installation are refused', async () => {
    const id = await start();
    expect(await call('PUT', `/v1/ingest/runs/${id}/chunks/gossip/0`, { token, raw: '{}' })).toMatchObject({ status: 400 });
    expect(await call('PUT', '/v1/ingest/runs/run_none/chunks/article/0', { token, raw: '{}' })).toMatchObject({ status: 404 });
    expect(await call('GET', `/v1/ingest/runs/${id}`, { token: otherToken })).toMatchObject({ status: 404 });
  });

  test('without any article the run fails with a reason, and what was live stays live', async () => {
    const { token: bare } = await createInstallation('bad-input-bare');
    const run = await ingest(bare, { macro: [{ id: 'm1', title: 'Hello', text: 'Hello.' }] });
    expect(run).toMatchObject({ state: 'failed', releaseId: null, error: expect.stringContaining('no articles') });
  });

  test('whatever bytes come, the answer is never an internal error', async () => {
    const id = await start();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 5 }), async (raw, sequence) => {
        const answer = await call('PUT', `/v1/ingest/runs/${id}/chunks/ticket/${sequence}`, { token, raw });
        expect([200, 400]).toContain(answer.status);
      }),
      { numRuns: 60 },
    );
  });
});

test('whatever JSON comes, the answer is a suggestion or a typed refusal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ maxDepth: 4 }), async (raw) => {
      const answer = await post(raw);
      expect(answer.status).toBeLessThan(500);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    }),
    { numRuns: 150 },
  );
});

test('no page of another origin may read an answer or ask before it sends', async () => {
  for (const from of ['https://evil.example', 'https://acme.zendesk.com.evil.example', 'null', 'http://localhost:9999', 'https://acme.zendesk.com'])
    for (const method of ['OPTIONS', 'GET', 'POST']) {
      const headers = { origin: from, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization, content-type' };
      const answer = await call(method, '/v1/suggestions', { token, headers });
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
});
