import type { Embedder } from '../../ports.ts';
import { SUBWORD_DIMENSIONS, subwordVector } from '../../text/subword-vector.ts';

/** An embedder that needs no model, no key and no network. Deterministic; a text without words gives a zero vector. */
export function createEmbeddedEmbedder(): Embedder {
  return {
    name: 'embedded-1',
    dimensions: SUBWORD_DIMENSIONS,
    weighted: true,
    embed: async (texts, weight) => texts.map((text) => subwordVector(text, weight)),
  };
}
