import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createOpenAiEmbedder, type OpenAiEmbedderOptions } from '../../worker/adapters/openai/openai-embedder.ts';

type Item = { index: number; embedding: unknown };
/** Plays a fault of the connection instead of answering. */
let play: ((response: ServerResponse) => void) | null = null;
let lengths: number[] = [];
let answer: (input: string[]) => { status?: number; body: unknown } = () => ({ body: {} });
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  if (play) return play(response);
  lengths = (JSON.parse(body) as { input: string[] }).input.map((text) => text.length);
  const { status = 200, body: reply } = answer((JSON.parse(body) as { input: string[] }).input);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
beforeEach(() => {
  play = null;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const embedder = (more: Partial<OpenAiEmbedderOptions> = {}) =>
  createOpenAiEmbedder({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, apiKey: 'k', model: 'm', dimensions: 3, ...more });
const items = (input: string[], change: (item: Item, i: number) => Item | null = (item) => item) => ({
  body: { data: input.map((text, i) => change({ index: i, embedding: [text.length, 1, 2] }, i)).filter(Boolean) },
});

test('gives unit vectors in the order of the texts, whatever order they come back in', async () => {
  answer = (input) => ({ body: { data: items(input).body.data.reverse() } });
  const texts = Array.from({ length: 150 }, (_, i) => 'x'.repeat(i));
  const vectors = await embedder().embed(texts, () => 1);
  expect(vectors).toHaveLength(150);
  for (const [i, vector] of vectors.entries()) {
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect((vector[0] ?? 0) / (vector[1] ?? 1)).toBeCloseTo(Math.max(1, i), 3);
  }
});

test.each<[string, typeof answer]>([
  ['a vector of another size', (input) => items(input, (item) => ({ ...item, embedding: [1, 2] }))],
  ['a value that is no number', (input) => items(input, (item) => ({ ...item, embedding: [1, null, 'x'] }))],
  ['a zero vector', (input) => items(input, (item) => ({ ...item, embedding: [0, 0, 0] }))],
  ['a vector too few', (input) => items(input, (item, i) => (i === 1 ? null : item))],
  ['the same index twice', (input) => items(input, (item) => ({ ...item, index: 0 }))],
  ['no data', () => ({ body: {} })],
  ['a fault', () => ({ status: 500, body: {} })],
  ['too many requests', () => ({ status: 429, body: {} })],
])('%s refuses the whole batch', async (_, reply) => {
  answer = reply;
  await expect(embedder().embed(['a', 'b', 'c'], () => 1)).rejects.toMatchObject({ code: 'upstream_failed' });
});

const whole = JSON.stringify(items(['a', 'b', 'c']).body);
const json = { 'content-type': 'application/json' };

test.each<[string, (response: ServerResponse) => void]>([
  ['a connection that is reset before the answer', (response) => response.socket?.resetAndDestroy()],
  [
    'one that is reset in the middle of it',
    (response) => {
      response.writeHead(200, { ...json, 'content-length': whole.length });
      response.write(whole.slice(0, 40), () => response.socket?.resetAndDestroy());
    },
  ],
  ['an answer that ends cleanly too early', (response) => response.writeHead(200, { ...json, connection: 'close' }).end(whole.slice(0, 40))],
  ['silence', () => undefined],
  ['a page of HTML', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>')],
  ['30 MB', (response) => response.writeHead(200, json).end(`{"data":[${' '.repeat(30_000_000)}]}`)],
])('%s, over a socket, refuses the whole batch', async (name, fault) => {
  play = fault;
  await expect(embedder({ timeoutMs: name === 'silence' ? 300 : 20_000 }).embed(['a', 'b', 'c'], () => 1)).rejects.toMatchObject({ code: 'upstream_failed' });
});

test.each<[string, () => Promise<Response>]>([
  ['a connection that fails', () => Promise.reject(new TypeError('Network connection lost.'))],
  ['a body that just ends', async () => new Response(whole.slice(0, 40), { headers: json })],
  ['an empty body', async () => new Response('', { headers: json })],
  [
    'a body that breaks',
    async () => {
      const { readable, writable } = new TransformStream();
      void writable.abort(new Error('reset')).catch(() => undefined);
      return new Response(readable, { headers: json });
    },
  ],
])('%s, in the process, refuses the whole batch', async (_, send) => {
  await expect(embedder({ fetch: send }).embed(['a', 'b', 'c'], () => 1)).rejects.toMatchObject({ code: 'upstream_failed' });
});

test('a text longer than the model takes is cut before the call', async () => {
  answer = (input) => items(input);
  await embedder().embed(['x'.repeat(100_000), ''], () => 1);
  expect(lengths).toEqual([24_000, 1]);
});
