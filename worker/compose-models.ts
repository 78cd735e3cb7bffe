/** The models of this environment: which provider embeds and drafts, and what stands in for it. */
import { createEmbeddedDrafter } from './adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from './adapters/embedded/embedded-embedder.ts';
import { createCallGuard } from './adapters/openai/call-guard.ts';
import { createOpenAiDrafter } from './adapters/openai/openai-drafter.ts';
import { createOpenAiEmbedder } from './adapters/openai/openai-embedder.ts';
import type { Config } from './env.ts';
import type { Drafter, Embedder } from './ports.ts';

/** Servers on one's own machine take any key. */
const NO_KEY = 'none';
const DEFAULT_MODEL = 'gpt-4o-mini';
/** What Vectorize holds at most; also what the common embedding models give by default. */
const MAX_DIMENSIONS = 1_536;

/** Calls to one provider share a breaker, whichever of its models they go to. */
const providerGuard = createCallGuard();
const fallbackGuard = createCallGuard();

export function composeEmbedder({ OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_EMBEDDING_MODEL, OPENAI_EMBEDDING_DIMENSIONS }: Config): Embedder {
  if (!OPENAI_BASE_URL || !OPENAI_EMBEDDING_MODEL) return createEmbeddedEmbedder();
  return createOpenAiEmbedder({
    baseUrl: OPENAI_BASE_URL,
    apiKey: OPENAI_API_KEY ?? NO_KEY,
    model: OPENAI_EMBEDDING_MODEL,
    dimensions: OPENAI_EMBEDDING_DIMENSIONS ?? MAX_DIMENSIONS,
    guard: providerGuard,
  });
}

/** In the order they are tried: the provider, the one that stands in for it, and what needs nothing and never fails. */
export function composeDrafters(config: Config): Drafter[] {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL, OPENAI_FALLBACK_BASE_URL, OPENAI_FALLBACK_API_KEY, OPENAI_FALLBACK_MODEL } = config;
  const drafters: Drafter[] = [];
  if (OPENAI_BASE_URL)
    drafters.push(
      createOpenAiDrafter({
        baseUrl: OPENAI_BASE_URL,
        apiKey: OPENAI_API_KEY ?? NO_KEY,
        model: OPENAI_MODEL ?? DEFAULT_MODEL,
        guard: providerGuard,
        price: { input: config.OPENAI_PRICE_INPUT ?? 0, output: config.OPENAI_PRICE_OUTPUT ?? 0 },
      }),
    );
  if (OPENAI_FALLBACK_BASE_URL)
    drafters.push(
      createOpenAiDrafter({
        baseUrl: OPENAI_FALLBACK_BASE_URL,
        apiKey: OPENAI_FALLBACK_API_KEY ?? NO_KEY,
        model: OPENAI_FALLBACK_MODEL ?? DEFAULT_MODEL,
        guard: fallbackGuard,
        price: { input: config.OPENAI_FALLBACK_PRICE_INPUT ?? 0, output: config.OPENAI_FALLBACK_PRICE_OUTPUT ?? 0 },
      }),
    );
  return [...drafters, createEmbeddedDrafter()];
}
