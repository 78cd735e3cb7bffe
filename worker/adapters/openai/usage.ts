import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { Usage } from '../../ports.ts';

/** US dollars for a million tokens. */
export type Price = { input: number; output: number };
export const free: Price = { input: 0, output: 0 };

/** Characters to a token where the provider does not count for us: below English's four, so that estimates err on the dear side. */
const CHARS_A_TOKEN = 3.5;

export const tokensOf = (text: string): number => Math.ceil(text.length / CHARS_A_TOKEN);
export const costOf = ({ input, output }: Price, inputTokens: number, outputTokens: number): number =>
  (input * inputTokens + output * outputTokens) / 1_000_000;

export type UsageCount = {
  /** The provider's own count. */
  told(usage: { prompt_tokens?: number; completion_tokens?: number }): void;
  heard(text: string): void;
  /** The call never got as far as costing anything. */
  unsent(): void;
  end(): Usage | null;
};

/** Counts one call: what the provider says, or else the characters that went and came. */
export function startUsage(price: Price, messages: readonly ChatCompletionMessageParam[]): UsageCount {
  const sent = messages.reduce((sum, { content }) => sum + tokensOf(typeof content === 'string' ? content : ''), 0);
  let heard = 0;
  let counted: { input: number; output: number } | null = null;
  let happened = true;
  return {
    told({ prompt_tokens: input, completion_tokens: output }) {
      if (Number.isFinite(input) && Number.isFinite(output)) counted = { input: Math.max(0, input ?? 0), output: Math.max(0, output ?? 0) };
    },
    heard(text) {
      heard += text.length;
    },
    unsent() {
      if (heard === 0) happened = false;
    },
    end() {
      if (!happened) return null;
      const { input, output } = counted ?? { input: sent, output: Math.ceil(heard / CHARS_A_TOKEN) };
      return { inputTokens: input, outputTokens: output, costUsd: costOf(price, input, output), estimated: counted === null };
    },
  };
}
