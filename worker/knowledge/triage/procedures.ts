/** Written procedures: which one a conversation follows, and where in it it stands. */
import { analyze } from '../../text/analyze.ts';
import { hashTerm } from './features.ts';
import type { Turn } from './turn.ts';

export type Procedure = {
  id: string;
  /** What each step says. */
  replies: Record<string, string>;
  /** The step that follows a step, or a state such as `yes` or `query_success`. */
  graph: Record<string, string>;
};

/** What does not change between conversations of each step. */
type Step = { place: number; words: Set<string>; asksBefore: string[]; states: number[]; afterResult: boolean; isNextOf: Set<string> };
type Read = Procedure & { words: Map<string, number>; order: string[]; steps: Map<string, Step> };
export type ProcedureIndex = { procedures: Read[]; rarity: Map<string, number>; holders: Map<string, number> };

const STATE = /^(?:yes|no|query_success|query_failure|info_missing2?|available|unavailable|correct|incorrect|done|noanswer)$/;

export function procedureIndex(procedures: readonly Procedure[], language: string): ProcedureIndex {
  const read = procedures.map((procedure): Read => {
    const name = procedure.id.replaceAll('_', ' ');
    const words = new Map<string, number>();
    for (const word of analyze(`${Object.values(procedure.replies).join(' ')} ${name} ${name}`, language)) words.set(word, (words.get(word) ?? 0) + 1);
    const order = orderOf(procedure);
    const steps = new Map(Object.keys(procedure.replies).map((action) => [action, readStep(action, procedure, order, language)]));
    return { ...procedure, words, order, steps };
  });
  const rarity = new Map<string, number>();
  for (const { words } of read) for (const word of words.keys()) rarity.set(word, (rarity.get(word) ?? 0) + 1);
  for (const [word, n] of rarity) rarity.set(word, Math.log((read.length + 1) / n));
  const holders = new Map<string, number>();
  for (const { replies } of read) for (const action of Object.keys(replies)) holders.set(action, (holders.get(action) ?? 0) + 1);
  return { procedures: read, rarity, holders };
}

function readStep(action: string, { replies, graph }: Procedure, order: readonly string[], language: string): Step {
  const place = order.indexOf(action);
  const from = Object.entries(graph).flatMap(([state, to]) => (to === action ? [state] : []));
  return {
    place,
    words: new Set(analyze(`${replies[action] ?? ''} ${action.replaceAll('_', ' ')}`, language)),
    asksBefore: order.slice(0, Math.max(0, place)).filter((step) => /_ask_|^ask_/.test(step)),
    states: from.filter((s) => STATE.test(s)).map((s) => hashTerm(`after:${s}`, SEED)),
    afterResult: from.some((s) => s.startsWith('query') || s.includes('available')),
    isNextOf: new Set(from),
  };
}

/** Steps on the way from the start, then the others. */
function orderOf({ graph }: Procedure): string[] {
  const order = new Set<string>();
  for (const start of ['hello', ...Object.keys(graph)])
    for (let step: string | undefined = start; step !== undefined && !order.has(step); step = graph[step]) order.add(step);
  return [...order];
}

export type Standing = {
  /** Id of the likeliest procedure, or an empty string. */
  best: string;
  possible: string[];
  /** How an action fits the likeliest procedures, as hashes. */
  features(action: string): number[];
};

const FADING = 0.75;
const SEED = 0x1b873593;
const marks = ['foreign', 'own', 'next', 'not-next', 'straight-next', 'after-result', 'done', 'first-open'] as const;
const mark = Object.fromEntries(marks.map((m) => [m, hashTerm(m, SEED)])) as Record<(typeof marks)[number], number>;
const numbered = (name: string): number[] => Array.from({ length: 10 }, (_, i) => hashTerm(`${name}:${i}`, SEED));
const distances = numbered('distance');
const askedShares = numbered('asked-before');
const overlaps = numbered('says');

const kept = new Map<string, string[]>();
/** Turns are read again at every step of a conversation. */
function wordsOf(text: string, language: string): string[] {
  const key = `${language} ${text}`;
  let words = kept.get(key);
  if (!words) {
    words = [...new Set(analyze(text, language).slice(0, 60))];
    if (kept.size > 2_000) kept.clear();
    kept.set(key, words);
  }
  return words;
}

export function standing(history: readonly Turn[], done: readonly string[], index: ProcedureIndex, language: string): Standing {
  if (index.procedures.length === 0) return { best: '', possible: [], features: () => [] };
  const likely = likeliest(history, done, index, language);
  const latest = wordsOf(history.filter((t) => t.who === 'customer').at(-1)?.text ?? '', language);
  const places = likely.map((procedure) => placeIn(procedure, done, history.at(-1)?.who === 'system', latest, index.rarity));
  return {
    best: likely[0]?.id ?? '',
    possible: Object.keys(likely[0]?.replies ?? {}),
    features: (action) => places.flatMap((place, rank) => fits(action, place).map((f) => (rank === 0 ? f : ~f >>> 0))),
  };
}

/** The two procedures that the customer's words, the steps taken and the systems asked speak for most. */
function likeliest(history: readonly Turn[], done: readonly string[], index: ProcedureIndex, language: string): Read[] {
  const wanted = new Map<string, number>();
  const customer = history.filter((t) => t.who === 'customer').reverse();
  for (const [age, turn] of customer.slice(0, 8).entries())
    for (const word of wordsOf(turn.text, language)) wanted.set(word, Math.max(wanted.get(word) ?? 0, FADING ** age));
  const called = history.filter((t) => t.who === 'system').at(-1)?.text ?? '';
  const recent = [...done].reverse().slice(0, 8);
  const scored = index.procedures.map((procedure) => {
    let score = called.includes(`"${procedure.id}"`) ? 2 : 0;
    for (const [word, weight] of wanted) if (procedure.words.has(word)) score += weight * (index.rarity.get(word) ?? 0);
    for (const [age, action] of recent.entries()) {
      const holders = index.holders.get(action) ?? 0;
      if (procedure.replies[action] !== undefined && holders < 6) score += (3 * FADING ** age) / holders;
    }
    return { procedure, score };
  });
  scored.sort((a, b) => b.score - a.score);
  return scored.slice(0, 2).flatMap((s) => (s.score > 0 ? [s.procedure] : []));
}

type Place = {
  procedure: Read;
  done: ReadonlySet<string>;
  last: string;
  next: string | undefined;
  straight: boolean;
  at: number;
  firstOpen: string | undefined;
  afterSystem: boolean;
  latest: readonly string[];
  rarity: Map<string, number>;
};

function placeIn(procedure: Read, done: readonly string[], afterSystem: boolean, latest: readonly string[], rarity: Map<string, number>): Place {
  const last = done.findLast((d) => procedure.replies[d] !== undefined) ?? 'hello';
  const taken = new Set(done);
  return {
    procedure,
    done: taken,
    last,
    next: procedure.graph[last],
    straight: done.at(-1) === last,
    at: procedure.order.indexOf(last),
    firstOpen: procedure.order.find((step) => procedure.replies[step] !== undefined && !taken.has(step) && step !== 'hello'),
    afterSystem,
    latest,
    rarity,
  };
}

function fits(action: string, { procedure, done, next, straight, at, firstOpen, afterSystem, latest, rarity }: Place): number[] {
  const step = procedure.steps.get(action);
  if (!step) return [mark.foreign];
  const found = [mark.own, ...step.states];
  if (next === action) found.push(mark.next, ...(straight ? [mark['straight-next']] : []));
  else if (next !== undefined) found.push(mark['not-next']);
  if (afterSystem && step.afterResult) found.push(mark['after-result']);
  if (step.place >= 0 && at >= 0) found.push(distances[Math.max(-3, Math.min(4, step.place - at)) + 3] as number);
  if (done.has(action)) found.push(mark.done);
  if (firstOpen === action) found.push(mark['first-open']);
  if (step.asksBefore.length > 0)
    found.push(askedShares[Math.round((3 * step.asksBefore.filter((s) => done.has(s)).length) / step.asksBefore.length)] as number);
  let overlap = 0;
  for (const word of latest) if (step.words.has(word)) overlap += rarity.get(word) ?? 0;
  found.push(overlaps[Math.min(4, Math.round(overlap))] as number);
  return found;
}
