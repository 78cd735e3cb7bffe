import OpenAI from 'openai';
import type { Embedder } from '../../ports.ts';
import { type CallGuard, createCallGuard } from './call-guard.ts';
import { cappedFetch } from './capped-fetch.ts';
import { failures, toFailure, UpstreamError } from './upstream-failure.ts';

export type OpenAiEmbedderOptions = {
  /** Up to and including `/v1`. */
  baseUrl: string;
  apiKey: string;
  model: string;
  /** What the model gives; at most 1,536, the index's limit. */
  dimensions: number;
  fetch?: typeof fetch;
  guard?: CallGuard;
  timeoutMs?: number;
};

/** Texts in one call; more are sent in several. */
const BATCH = 64;
/** A full batch of the largest vectors takes about 2.5 MB as JSON. */
const MAX_BYTES = 8_000_000;
/** About 8,000 tokens of English, the models' limit. */
const MAX_CHARS = 24_000;

/**
 * Embeds with any server that speaks OpenAI's embeddings. A batch is taken whole or not at all: a vector of another
 * size, with a value that is no number, of length zero, missing or out of order would poison the index.
 * Throws `AppError('upstream_failed')`.
 */
export function createOpenAiEmbedder({
  baseUrl,
  apiKey,
  model,
  dimensions,
  fetch: send = (...args) => fetch(...args),
  guard = createCallGuard(),
  timeoutMs = 20_000,
}: OpenAiEmbedderOptions): Embedder {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, timeout: timeoutMs, fetch: cappedFetch(send, MAX_BYTES) });
  return {
    name: `openai:${model}:${dimensions}`,
    dimensions,
    async embed(texts) {
      const vectors: Float32Array[] = [];
      for (let i = 0; i < texts.length; i += BATCH) vectors.push(...(await guard.run(() => batch(texts.slice(i, i + BATCH)))));
      return vectors;
    },
  };

  async function batch(texts: string[]): Promise<Float32Array[]> {
    // An empty text is refused by the API; a blank one is not.
    const input = texts.map((text) => text.slice(0, MAX_CHARS) || ' ');
    const answer = await client.embeddings.create({ model, input, encoding_format: 'float' }).catch((error: unknown) => {
      throw new UpstreamError(toFailure(error, undefined), error);
    });
    const vectors: (Float32Array | undefined)[] = new Array(texts.length);
    for (const { index, embedding } of Array.isArray(answer.data) ? answer.data : []) vectors[index] = unit(embedding, dimensions);
    return texts.map((_, i) => {
      const vector = vectors[i];
      if (!vector) throw new UpstreamError(failures.malformed);
      return vector;
    });
  }
}

function unit(values: unknown, dimensions: number): Float32Array {
  if (!Array.isArray(values) || values.length !== dimensions || !values.every((value) => Number.isFinite(value))) throw new UpstreamError(failures.malformed);
  const vector = Float32Array.from(values as number[]);
  const norm = Math.hypot(...vector);
  if (!Number.isFinite(norm) || norm === 0) throw new UpstreamError(failures.malformed);
  return vector.map((value) => value / norm);
}
