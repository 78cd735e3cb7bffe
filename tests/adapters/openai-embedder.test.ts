import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOpenAiEmbedder } from '../../worker/adapters/openai/openai-embedder.ts';

type Item = { index: number; embedding: unknown };
let answer: (input: string[]) => { status?: number; body: unknown } = () => ({ body: {} });
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { status = 200, body: reply } = answer((JSON.parse(body) as { input: string[] }).input);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const embedder = () =>
  createOpenAiEmbedder({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, apiKey: 'k', model: 'm', dimensions: 3 });
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
