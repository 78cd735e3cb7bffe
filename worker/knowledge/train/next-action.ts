/** Learns `triage/next-action.ts`: maximum likelihood by AdaGrad (Duchi, Hazan & Singer 2011), in a fixed order. */
import { seededRandom } from '../seeded-random.ts';
import { putJson } from '../snapshot/container.ts';
import { type ActionMeta, candidates, score } from '../triage/next-action.ts';
import { type Procedure, procedureIndex } from '../triage/procedures.ts';
import type { Turn } from '../triage/turn.ts';
import type { Sections } from '../types.ts';

export type Conversation = { turns: readonly Turn[]; language: string };

const EPOCHS = 2;
const RATE = 0.05;
/** Pull to zero: most features are seen a handful of times. */
const DECAY = 3e-4;
const FIRST_SQUARE = 0.1;
/** Fewer steps than this teach nothing. */
const MIN_STEPS = 30;
const HISTORY = 40;

type Step = { history: readonly Turn[]; action: string };

/** Sections `actions.*`; empty with too few recorded actions and no procedure to follow. */
export function trainNextAction(conversations: readonly Conversation[], procedures: readonly Procedure[]): Sections {
  const sections: Sections = new Map();
  const steps = conversations.flatMap(({ turns }) =>
    turns.flatMap((turn, i): Step[] =>
      turn.who === 'agent' && turn.action !== null ? [{ history: turns.slice(Math.max(0, i - HISTORY), i), action: turn.action }] : [],
    ),
  );
  if (steps.length < MIN_STEPS) return sections;
  const bits = Math.max(14, Math.min(21, Math.ceil(Math.log2(steps.length * 40))));
  const lore = { ...follow(steps), bits, language: mostCommon(conversations.map((c) => c.language)), procedures: [...procedures] };
  const weights = fit(steps, lore);
  const scale = weights.reduce((max, w) => Math.max(max, Math.abs(w)), 1e-9);
  sections.set(
    'actions.weights',
    Uint8Array.from(weights, (w) => 128 + Math.round(Math.sign(w) * Math.sqrt(Math.abs(w) / scale) * 127)),
  );
  putJson(sections, 'actions.meta', { format: 1, scale, ...lore } satisfies ActionMeta);
  return sections;
}

/** Actions by frequency, and which came after which. */
function follow(steps: readonly Step[]): Pick<ActionMeta, 'actions' | 'counts' | 'after'> {
  const counts = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  for (const { history, action } of steps) {
    counts.set(action, (counts.get(action) ?? 0) + 1);
    const agent = history.filter((t) => t.who === 'agent').at(-1);
    const before = agent === undefined ? '(start)' : (agent.action ?? '(words)');
    const after = pairs.get(before) ?? new Map<string, number>();
    after.set(action, (after.get(action) ?? 0) + 1);
    pairs.set(before, after);
  }
  const byCount = <T>(m: Map<T, number>): [T, number][] => [...m].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const ranked = byCount(counts);
  const index = new Map(ranked.map(([action], i) => [action, i]));
  const after = Object.fromEntries(
    [...pairs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([before, m]) => [before, byCount(m).map(([action]) => index.get(action) as number)]),
  );
  return { actions: ranked.map(([a]) => a), counts: ranked.map(([, n]) => n), after };
}

function fit(steps: readonly Step[], lore: Omit<ActionMeta, 'scale' | 'format'>): Float32Array {
  const index = procedureIndex(lore.procedures, lore.language);
  const weights = new Float32Array(2 ** lore.bits);
  const squares = new Float32Array(2 ** lore.bits).fill(FIRST_SQUARE);
  const order = steps.map((_, i) => i);
  const next = seededRandom(11);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(next() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    for (const i of order) {
      const { history, action } = steps[i] as Step;
      const found = candidates(history, lore, index, action);
      const logits = found.map((c) => score(c.features, weights));
      const most = Math.max(...logits);
      const odds = logits.map((l) => Math.exp(l - most));
      const total = odds.reduce((a, b) => a + b, 0);
      for (const [c, candidate] of found.entries()) {
        const gradient = (odds[c] as number) / total - (candidate.action === action ? 1 : 0);
        if (Math.abs(gradient) < 1e-3) continue;
        for (const f of candidate.features) {
          const g = gradient + DECAY * (weights[f] as number);
          squares[f] = (squares[f] as number) + g * g;
          weights[f] = (weights[f] as number) - (RATE * g) / Math.sqrt(squares[f] as number);
        }
      }
    }
  }
  return weights;
}

function mostCommon(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const v of values) counts.set(v, (counts.get(v) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? 'en';
}
