/**
 * Fusion weights and calibration, learned on later tickets by models of earlier ones: the labelled tickets are cut into
 * blocks by time; each block from the second on is ranked by what came before it.
 */
import { signalSchema } from '#shared/release';
import { type Candidates, makeCandidates } from '../../rank/features.ts';
import { ALL, priorWeights } from '../../rank/fusion.ts';
import { type Fusion, type RankModels, scratchFor } from '../../rank/models.ts';
import { type Query, tellingShares } from '../../rank/query.ts';
import { scoreSignals } from '../../rank/signals.ts';
import type { Label } from './evidence.ts';
import type { HistoryInput } from './history-input.ts';
import type { History } from './learn-history.ts';
import { PRIOR_PLATT, type Ranked, settleFusion } from './settle-fusion.ts';
import type { Near } from './vector-signal.ts';

const BLOCKS = 4;
/** Fewer labelled tickets than this teach less than the prior knows. */
const LEAST = 30;
const MAX_EXAMPLES = 1_200;

const signals = new Set(signalSchema.options);

type Fixed = Omit<RankModels, keyof History | 'fusion'>;

export type FusionInput = {
  input: HistoryInput;
  fixed: Fixed;
  weights: Float32Array;
  learn: (rows: readonly number[]) => History;
  /** By row of the examples; null without vectors. */
  near: ReadonlyMap<number, Near> | null;
};

/** Blocks of examples in time, each with the tickets before it; none where too little is known to learn from. */
export function fusionBlocks({ labels, day }: Pick<HistoryInput, 'labels' | 'day'>): { before: number[]; examples: number[] }[] {
  const inTime = labels.map((_, row) => row).sort((a, b) => (day[a] as number) - (day[b] as number) || a - b);
  const labelled = inTime.filter((row) => (labels[row]?.length ?? 0) > 0);
  if (labelled.length < LEAST) return [];
  const size = labelled.length / BLOCKS;
  return Array.from({ length: BLOCKS - 1 }, (_, i) => {
    const later = labelled.slice(Math.round(size * (i + 1)), Math.round(size * (i + 2)));
    const step = Math.max(1, Math.ceil((later.length * (BLOCKS - 1)) / MAX_EXAMPLES));
    return { before: inTime.slice(0, inTime.indexOf(later[0] as number)), examples: later.filter((_, n) => n % step === 0) };
  });
}

export function learnFusion({ input, fixed, weights, learn, near }: FusionInput): Fusion {
  const blocks = fusionBlocks(input);
  if (blocks.length === 0) return { weights: { [ALL]: [...priorWeights] }, top: [...PRIOR_PLATT], any: [...PRIOR_PLATT], examples: 0, reliability: null };
  const all: Ranked[] = [];
  for (const { before, examples } of blocks) {
    const models: RankModels = { ...fixed, ...learn(before), fusion: { weights: {}, top: [1, 0], any: [1, 0], examples: 0, reliability: null } };
    const scratch = scratchFor(fixed);
    const everything = new Uint8Array(fixed.articles).fill(1);
    for (const row of examples) {
      const vectors = near && spread(near.get(row), fixed.articles);
      const scores = scoreSignals(models, scratch, queryOf(input, row, weights), vectors, row);
      all.push(ranked(makeCandidates(models, scores, everything, signals), input.labels[row] ?? []));
    }
  }
  return settleFusion(all);
}

function spread(near: Near | undefined, articles: number): Float32Array {
  const cosines = new Float32Array(articles);
  for (const [i, article] of near?.articles.entries() ?? []) cosines[article] = near?.cosines[i] as number;
  return cosines;
}

function ranked({ articles, features }: Candidates, labels: readonly Label[]): Ranked {
  const right = new Map(labels.map((l) => [l.article, l.weight]));
  return { features, rows: articles.length, right: Float64Array.from(articles, (a) => right.get(a) ?? 0), hit: articles.map((a) => right.has(a)) };
}

/** The query that this ticket's own words make. */
function queryOf({ docs, questions }: HistoryInput, row: number, weights: Float32Array): Query {
  const ticket = docs.tickets.at(row);
  const counts = new Map<number, number>();
  for (const term of ticket.subject) counts.set(term, (counts.get(term) ?? 0) + 2);
  for (const term of ticket.body) counts.set(term, (counts.get(term) ?? 0) + 1);
  const subject = new Set(ticket.subject);
  const terms = Uint32Array.from(counts.keys());
  const cosine = new Float32Array(terms.length);
  // The ticket's row holds the same weights, without the terms that weigh nothing.
  let k = questions.offsets[row] as number;
  for (const [i, term] of terms.entries()) if ((weights[term] as number) > 0 && questions.terms[k] === term) cosine[i] = questions.values[k++] as number;
  const said = Float32Array.from(counts.values());
  return {
    terms,
    counts: said,
    cosine,
    telling: tellingShares(terms, said, terms.length, weights),
    inSubject: Uint8Array.from(terms, (t) => (subject.has(t) ? 1 : 0)),
    length: terms.length,
  };
}
