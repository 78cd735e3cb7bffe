import { expect, test } from 'vitest';
import type { Drafter, Usage } from '../worker/ports.ts';
import { budgeted } from '../worker/service/budgeted-drafters.ts';
import { requestOf } from './pipeline/support.ts';

const usage: Usage = { inputTokens: 80, outputTokens: 20, costUsd: 0.01, estimated: false };
const model: Drafter = {
  name: 'model',
  model: 'm',
  most: () => ({ tokens: 150, usd: 0.02 }),
  async *draft(_request, _signal, meter) {
    await Promise.resolve();
    meter?.(usage);
    yield { kind: 'statement', text: 'x', citations: [1] };
  },
};

/** The account as the installation keeps it: nothing runs between two of its steps. */
function account(limit: number) {
  const state = { spent: 0, held: new Map<string, number>(), most: 0 };
  let n = 0;
  return {
    state,
    deps: {
      ids: { next: () => `req_${++n}` },
      record: {
        reserveSpend: async (id: string, { tokens }: { tokens: number }) => {
          const held = [...state.held.values()].reduce((a, b) => a + b, 0);
          if (state.spent + held + tokens > limit) return false;
          state.held.set(id, tokens);
          return true;
        },
        spend: async (id: string, { tokens }: { tokens: number }) => {
          state.held.delete(id);
          state.spent += tokens;
          return { alert: null };
        },
      },
    },
  };
}
const read = async (drafter: Drafter) => {
  const out = [];
  for await (const sentence of drafter.draft(requestOf([]), new AbortController().signal)) out.push(sentence);
  return out;
};

test('ten thousand calls at once spend no more than there is, and the rest fail as a lost model does', async () => {
  const { state, deps } = account(100_000);
  const [drafter] = budgeted([model], deps) as [Drafter];
  const done = await Promise.allSettled(Array.from({ length: 10_000 }, () => read(drafter)));
  expect(state.spent).toBeLessThanOrEqual(100_000);
  expect(state.held.size).toBe(0);
  const refused = done.filter((d) => d.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const d of refused) expect(d).toMatchObject({ reason: { code: 'upstream_failed', retryable: false } });
});

test('a draft that breaks off is booked all the same, and one that costs nothing asks nobody', async () => {
  const { state, deps } = account(1_000);
  const broken: Drafter = {
    ...model,
    async *draft(_request, _signal, meter) {
      meter?.(usage);
      yield { kind: 'statement', text: 'x', citations: [1] };
      throw new Error('cut');
    },
  };
  const plain: Drafter = { name: 'extractive', model: null, draft: model.draft };
  const [first, second] = budgeted([broken, plain], deps) as [Drafter, Drafter];
  await expect(read(first)).rejects.toThrow('cut');
  expect(state).toMatchObject({ spent: 100 });
  expect(second).toBe(plain);
});

test('an account that cannot be reached means no model, not a free one', async () => {
  const { deps } = account(1_000);
  const [drafter] = budgeted([model], { ...deps, record: { ...deps.record, reserveSpend: () => Promise.reject(new Error('gone')) } }) as [Drafter];
  await expect(read(drafter)).rejects.toMatchObject({ code: 'upstream_failed' });
});
