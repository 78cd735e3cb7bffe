import OpenAI, { APIConnectionError, APIError } from 'openai';
import type { ChatCompletionChunk, ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { Drafter, Meter } from '../../ports.ts';
import { type CallGuard, createCallGuard } from './call-guard.ts';
import { cappedFetch } from './capped-fetch.ts';
import { createChannel } from './channel.ts';
import { type Deadlines, interactiveDeadlines, startDeadlines } from './deadlines.ts';
import { renderDraft } from './draft-prompt.ts';
import { answerJsonSchema, createSentenceStream, MalformedAnswer, type ModelSentence } from './sentence-stream.ts';
import { failures, toFailure, UpstreamError } from './upstream-failure.ts';
import { costOf, free, type Price, startUsage, tokensOf, type UsageCount } from './usage.ts';

export type OpenAiDrafterOptions = {
  /** Up to and including `/v1`. */
  baseUrl: string;
  apiKey: string;
  model: string;
  fetch?: typeof fetch;
  deadlines?: Deadlines;
  /** Shared by all drafters of one provider. */
  guard?: CallGuard;
  price?: Price;
};

const MAX_BYTES = 256 * 1024;
const MAX_TOKENS = 1_200;
const RETRY_AFTER_MS = 150;
/** A first try and one more. */
const MOST_CALLS = 2;

/**
 * A drafter over any server that speaks OpenAI's chat completions with structured output. Its sentences are proposals:
 * grounding judges every one. Throws `AppError('upstream_failed')` on anything but a whole, well-formed answer that the
 * provider itself called finished, however cleanly the stream ended.
 */
export function createOpenAiDrafter({
  baseUrl,
  apiKey,
  model,
  fetch: send = (...args) => fetch(...args),
  deadlines = interactiveDeadlines,
  guard = createCallGuard(),
  price = free,
}: OpenAiDrafterOptions): Drafter {
  const client = new OpenAI({ baseURL: baseUrl, apiKey, maxRetries: 0, timeout: deadlines.total, fetch: cappedFetch(send, MAX_BYTES) });

  return {
    name: 'model',
    model,
    most(request) {
      const { system, user } = renderDraft(request, nonce());
      const tokens = MOST_CALLS * (tokensOf(system) + tokensOf(user));
      return { tokens: tokens + MOST_CALLS * MAX_TOKENS, usd: costOf(price, tokens, MOST_CALLS * MAX_TOKENS) };
    },
    async *draft(request, signal, meter = () => {}) {
      const prompt = renderDraft(request, nonce());
      const channel = createChannel<ModelSentence>();
      const giveUp = new AbortController();
      const call = guard.run(() => answer(prompt, request.prompts['draft.repair'] ?? '', channel.push, AbortSignal.any([signal, giveUp.signal]), meter));
      call.then(() => channel.close(), channel.close);
      try {
        for await (const sentence of channel.values()) {
          // A sentence with a delimiter echoes the prompt.
          if (!prompt.delimiters.some((delimiter) => sentence.text.includes(delimiter))) yield sentence;
        }
      } finally {
        giveUp.abort();
      }
    },
  };

  /** One call, a second one after a failed connection or a fault, or one that asks to repair what could not be read. */
  async function answer(
    prompt: { system: string; user: string },
    repair: string,
    push: (sentence: ModelSentence) => void,
    outer: AbortSignal,
    meter: Meter,
  ): Promise<void> {
    const limits = startDeadlines(deadlines, outer);
    const messages: ChatCompletionMessageParam[] = [
      { role: 'system', content: prompt.system },
      { role: 'user', content: prompt.user },
    ];
    let given = 0;
    const once = (sentence: ModelSentence) => {
      given++;
      push(sentence);
    };
    try {
      await read(messages, limits, once, meter);
    } catch (error) {
      const failure = toFailure(error, limits.signal.aborted ? limits.signal.reason : undefined);
      const repairable = failure.kind === 'malformed' && repair !== '';
      // A probe of a provider that was down is one call, not two.
      const probing = guard.state() !== 'closed';
      if (given > 0 || probing || limits.signal.aborted || !(failure.retry || repairable)) throw new UpstreamError(failure, error);
      if (failure.retry) await pause(RETRY_AFTER_MS * (0.5 + Math.random()), limits.signal);
      limits.retry();
      await read(repairable ? [...messages, { role: 'user', content: repair }] : messages, limits, once, meter).catch((second: unknown) => {
        throw new UpstreamError(toFailure(second, limits.signal.aborted ? limits.signal.reason : undefined), second);
      });
    } finally {
      limits.stop();
    }
  }

  async function read(
    messages: ChatCompletionMessageParam[],
    limits: ReturnType<typeof startDeadlines>,
    push: (sentence: ModelSentence) => void,
    meter: Meter,
  ): Promise<void> {
    const used = startUsage(price, messages);
    try {
      await readStream(messages, limits, push, used);
    } catch (error) {
      // What never reached the provider, or was refused by it, costs nothing.
      if (error instanceof APIConnectionError || (error instanceof APIError && error.status !== undefined)) used.unsent();
      throw error;
    } finally {
      const usage = used.end();
      if (usage) meter(usage);
    }
  }

  async function readStream(
    messages: ChatCompletionMessageParam[],
    limits: ReturnType<typeof startDeadlines>,
    push: (sentence: ModelSentence) => void,
    used: UsageCount,
  ): Promise<void> {
    const stream = await client.chat.completions.create(
      {
        model,
        messages,
        stream: true,
        stream_options: { include_usage: true },
        max_completion_tokens: MAX_TOKENS,
        response_format: { type: 'json_schema', json_schema: { name: 'reply', strict: true, schema: answerJsonSchema } },
      },
      { signal: limits.signal },
    );
    const sentences = createSentenceStream();
    let finish: ChatCompletionChunk.Choice['finish_reason'] = null;
    for await (const chunk of stream) {
      if (chunk.usage) used.told(chunk.usage);
      const choice = chunk.choices?.[0];
      if (!choice) continue;
      const { content, refusal } = choice.delta ?? {};
      if (refusal) throw new UpstreamError(failures.refused);
      if (content) {
        limits.token();
        used.heard(content);
        sentences.push(content).forEach(push);
      }
      finish = choice.finish_reason ?? finish;
    }
    limits.signal.throwIfAborted();
    demandWhole(finish);
    sentences.end();
  }
}

/** Only what the provider itself calls finished is whole, however cleanly the stream ended. */
function demandWhole(finish: ChatCompletionChunk.Choice['finish_reason']): void {
  if (finish === 'content_filter') throw new UpstreamError(failures.refused);
  if (finish === null) throw new UpstreamError(failures.cutOff);
  if (finish !== 'stop') throw new MalformedAnswer(`finished for ${finish}`);
}

const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
