/** The models of this environment: which provider embeds and drafts, what stands in for it, and what a first release names. */

import type { ReleaseManifest } from '#shared/release';
import { createEmbeddedDrafter } from './adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from './adapters/embedded/embedded-embedder.ts';
import { createOpenAiDrafter } from './adapters/openai/openai-drafter.ts';
import { createOpenAiEmbedder } from './adapters/openai/openai-embedder.ts';
import { createOpenAiProposer } from './adapters/openai/openai-proposer.ts';
import { createReleaseDrafter } from './adapters/openai/release-drafter.ts';
import type { Price } from './adapters/openai/usage.ts';
import type { Config } from './env.ts';
import type { Drafter, Embedder, GraphProposer } from './ports.ts';

/** Servers on one's own machine take any key. */
const NO_KEY = 'none';
const DEFAULT_MODEL = 'gpt-4o-mini';
/** What Vectorize holds at most; also what the common embedding models give by default. */
const MAX_DIMENSIONS = 1_536;

export function composeEmbedder({ OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_EMBEDDING_MODEL, OPENAI_EMBEDDING_DIMENSIONS }: Config): Embedder {
  if (!OPENAI_BASE_URL || !OPENAI_EMBEDDING_MODEL) return createEmbeddedEmbedder();
  return createOpenAiEmbedder({
    baseUrl: OPENAI_BASE_URL,
    apiKey: OPENAI_API_KEY ?? NO_KEY,
    model: OPENAI_EMBEDDING_MODEL,
    dimensions: OPENAI_EMBEDDING_DIMENSIONS ?? MAX_DIMENSIONS,
  });
}

/** Null unless it is switched on: without it the graph follows from documents alone. */
export function composeProposer({ OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL, OPENAI_GRAPH_PROPOSALS }: Config): GraphProposer | null {
  if (!OPENAI_BASE_URL || OPENAI_GRAPH_PROPOSALS !== 'on') return null;
  return createOpenAiProposer({ baseUrl: OPENAI_BASE_URL, apiKey: OPENAI_API_KEY ?? NO_KEY, model: OPENAI_MODEL ?? DEFAULT_MODEL });
}

/** What a release names unless a person has decided otherwise. */
export const defaultModels = (config: Config, embedder: Embedder): ReleaseManifest['models'] => ({
  drafter: config.OPENAI_BASE_URL ? (config.OPENAI_MODEL ?? DEFAULT_MODEL) : 'extractive',
  embedder: embedder.name,
});

/** In the order they are tried: the provider, with the model that the release names; the one that stands in for it, and what needs nothing and never fails. */
export function composeDrafters(config: Config): Drafter[] {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_FALLBACK_BASE_URL, OPENAI_FALLBACK_API_KEY, OPENAI_FALLBACK_MODEL } = config;
  const drafters: Drafter[] = [];
  if (OPENAI_BASE_URL)
    drafters.push(
      createReleaseDrafter((model) =>
        createOpenAiDrafter({ baseUrl: OPENAI_BASE_URL, apiKey: OPENAI_API_KEY ?? NO_KEY, model, price: priceOf(config, model) }),
      ),
    );
  if (OPENAI_FALLBACK_BASE_URL)
    drafters.push(
      createOpenAiDrafter({
        baseUrl: OPENAI_FALLBACK_BASE_URL,
        apiKey: OPENAI_FALLBACK_API_KEY ?? NO_KEY,
        model: OPENAI_FALLBACK_MODEL ?? DEFAULT_MODEL,
        price: { input: config.OPENAI_FALLBACK_PRICE_INPUT ?? 0, output: config.OPENAI_FALLBACK_PRICE_OUTPUT ?? 0 },
      }),
    );
  return [...drafters, createEmbeddedDrafter()];
}

/** A model without a price of its own has the provider's general one. */
const priceOf = ({ OPENAI_PRICES, OPENAI_PRICE_INPUT = 0, OPENAI_PRICE_OUTPUT = 0 }: Config, model: string): Price => {
  const [input, output] = OPENAI_PRICES?.[model] ?? [OPENAI_PRICE_INPUT, OPENAI_PRICE_OUTPUT];
  return { input, output };
};
