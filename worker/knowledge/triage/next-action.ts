/**
 * What an agent does next, from what agents did in like conversations and from written procedures: a conditional logit
 * over candidate actions whose features are hashed pairs of what was seen and what could be done. Features that name no
 * action (a procedure's next step, the words of an action's name) carry over to procedures nobody has followed yet.
 */
import { analyze } from '../../text/analyze.ts';
import type { SectionReader } from '../types.ts';
import { hashTerm } from './features.ts';
import { type Procedure, type ProcedureIndex, procedureIndex, standing } from './procedures.ts';
import type { Turn } from './turn.ts';

export type ActionMeta = {
  format: 1;
  bits: number;
  scale: number;
  actions: string[];
  counts: number[];
  after: Record<string, number[]>;
  procedures: Procedure[];
  language: string;
};

export type ActionGuess = { action: string; confidence: number };
export type ActionModel = {
  meta: ActionMeta;
  /** Most probable first. */
  predict(history: readonly Turn[]): ActionGuess[];
};

const SEED = 0x3c6ef372;
const MOST_AFTER = 14;
const MOST_COMMON = 5;
const MAX_WORDS = 30;
const MAX_OPENING = 15;

/** What a candidate is judged by: numbers of weights. */
export type Candidate = { action: string; features: Uint32Array };

/** Null when nobody's actions were learned. */
export function openActionModel(reader: SectionReader): ActionModel | null {
  if (!reader.has('actions.meta')) return null;
  const meta = reader.json<ActionMeta>('actions.meta');
  const levels = reader.u8('actions.weights');
  const weights = Float32Array.from(levels, (level) => Math.sign(level - 128) * ((level - 128) / 127) ** 2 * meta.scale);
  const index = procedureIndex(meta.procedures, meta.language);
  return { meta, predict: (history) => rank(candidates(history, meta, index), weights) };
}

export function rank(found: readonly Candidate[], weights: Float32Array): ActionGuess[] {
  const logits = found.map(({ features }) => score(features, weights));
  const most = Math.max(...logits);
  const odds = logits.map((l) => Math.exp(l - most));
  const total = odds.reduce((a, b) => a + b, 0);
  return found
    .map(({ action }, i) => ({ action, confidence: (odds[i] as number) / total }))
    .sort((a, b) => b.confidence - a.confidence || (a.action < b.action ? -1 : 1));
}

export function score(features: Uint32Array, weights: Float32Array): number {
  let sum = 0;
  for (const f of features) sum += weights[f] as number;
  return sum;
}

type Lore = Pick<ActionMeta, 'actions' | 'counts' | 'after' | 'bits' | 'language'>;

/** Actions that could come next, each with its features; `must` is always among them. */
export function candidates(history: readonly Turn[], lore: Lore, index: ProcedureIndex, must?: string): Candidate[] {
  const done = history.flatMap((t) => (t.who === 'agent' ? [t.action ?? '(words)'] : []));
  const state = standing(history, done, index, lore.language);
  const names = new Set<string>();
  for (const a of (lore.after[done.at(-1) ?? '(start)'] ?? []).slice(0, MOST_AFTER)) names.add(lore.actions[a] as string);
  for (const action of lore.actions.slice(0, MOST_COMMON)) names.add(action);
  for (const action of state.possible) names.add(action);
  if (must !== undefined) names.add(must);
  const seen = context(history, done, lore.language, state.best);
  const mask = 2 ** lore.bits - 1;
  const last = hashed(seen.last);
  return [...names].map((action) => {
    const own = hashed(action);
    const general = [...state.features(action), ...repeats(action, done)];
    const parts = action.split('_');
    const features = new Uint32Array(seen.hashes.length + general.length * 2 + parts.length * seen.hints.length);
    let at = 0;
    for (const h of seen.hashes) features[at++] = mix(h, own) & mask;
    for (const feature of general) {
      features[at++] = feature & mask;
      features[at++] = mix(feature, last) & mask;
    }
    for (const part of parts) {
      const word = hashed(part);
      for (const hint of seen.hints) features[at++] = mix(hint, word) & mask;
    }
    return { action, features };
  });
}

/** A number for an ordered pair of hashes. */
function mix(a: number, b: number): number {
  const h = Math.imul(a ^ (b >>> 3), 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return (h ^ (h >>> 15)) >>> 0;
}

const kept = new Map<string, number>();
function hashed(text: string): number {
  let h = kept.get(text);
  if (h === undefined) {
    h = hashTerm(text, SEED);
    if (kept.size > 20_000) kept.clear();
    kept.set(text, h);
  }
  return h;
}

const timesDone = [0, 1, 2, 3].map((n) => hashTerm(`times:${n}`, SEED));
const AGAIN = hashTerm('again', SEED);
const BACK = hashTerm('back', SEED);

function repeats(action: string, done: readonly string[]): number[] {
  let times = 0;
  for (const d of done) if (d === action) times += 1;
  return [timesDone[Math.min(3, times)] as number, ...(done.at(-1) === action ? [AGAIN] : []), ...(done.at(-2) === action ? [BACK] : [])];
}

type Context = { hashes: number[]; last: string; hints: number[] };

function context(history: readonly Turn[], done: readonly string[], language: string, procedure: string): Context {
  const last = history.at(-1)?.who ?? 'nobody';
  const [one = '(start)', two = '(start)', three = '(start)'] = [done.at(-1), done.at(-2), done.at(-3)];
  const customer = history.filter((t) => t.who === 'customer');
  const words = analyze(customer.at(-1)?.text ?? '', language).slice(0, MAX_WORDS);
  const opening = customer.length > 1 ? analyze(customer[0]?.text ?? '', language).slice(0, MAX_OPENING) : [];
  const result = history.at(-1)?.who === 'system' ? resultWords(history.at(-1)?.text ?? '') : [];
  const said = last === 'customer' ? words : [];
  const asking = history.findLast((t) => t.who === 'agent');
  const call = asking?.action && asking.text.startsWith('{') ? resultWords(asking.text).slice(0, 12) : [];
  const told = factsIn(customer.map((t) => t.text).join('\n'));
  const earlier = customer.length > 2 ? [...new Set(customer.slice(-4, -1).flatMap((t) => analyze(t.text, language)))].slice(0, MAX_OPENING) : [];
  const found = [
    `last:${last}`,
    `1:${one}`,
    `1:${one} last:${last}`,
    `2:${two} ${one} ${last}`,
    `3:${three} ${two} ${one} ${last}`,
    `procedure:${procedure}`,
    `procedure:${procedure} 1:${one} ${last}`,
    `turns:${Math.min(20, done.length)}`,
    ...[...new Set(done)].map((d) => `done:${d}`),
    ...result.flatMap((r) => [`result:${r}`, `result:${r} 1:${one}`, `result:${r} p:${procedure}`]),
    ...said.flatMap((w, i) => [`word:${w}`, `word:${w} 1:${one}`, `pair:${said[i - 1] ?? '^'} ${w}`]),
    ...opening.map((w) => `open:${w}`),
    `words:${Math.min(12, said.length)} 1:${one}`,
    ...call.flatMap((c) => [`call:${c}`, `call:${c} last:${last}`, ...(last === 'system' ? result.slice(0, 10).map((r) => `call:${c} result:${r}`) : [])]),
    ...told.flatMap((t) => [`told:${t}`, `told:${t} 1:${one}`, `told:${t} p:${procedure}`]),
    `told:${told.join(',')} p:${procedure}`,
    ...earlier.map((w) => `earlier:${w}`),
  ];
  const hints = [
    last,
    `${last}:${one.split('_').at(-1) ?? ''}`,
    ...one.split('_').map((t) => `1:${t}`),
    ...result.slice(0, 6).map((r) => `r:${r}`),
    ...said.slice(0, 8).map((w) => `w:${w}`),
  ];
  return { hashes: found.map(hashed), last, hints: hints.map(hashed) };
}

const facts: readonly [string, RegExp][] = [
  ['time', /\b\d{1,2}(?::\d{2})? ?(?:am|pm|o'?clock|uhr|h)\b|\b(?:noon|midnight)\b/i],
  [
    'day',
    /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|tomorrow|tonight)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}\b|\b\d{1,2}[/.-]\d{1,2}\b/i,
  ],
  ['number', /\b\d{1,3}\b/],
  ['code', /\b\d{4,}\b|#\d+/],
  ['name', /\bmy name\b|\bi'?m [A-Z][a-z]+|\bthis is [A-Z][a-z]+|⟦NAME/],
  ['mail', /@|⟦EMAIL/],
  ['place', /\b(?:from|to|at|in) [A-Z][a-z]+/],
];

/** Kinds of facts that a customer has given. */
const factsIn = (text: string): string[] => facts.flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));

/** Names and short values of a system's answer. */
function resultWords(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z]{3,30}/g) ?? [];
  return [...new Set(words)].slice(0, 24);
}
