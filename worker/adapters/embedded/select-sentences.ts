/** Which sentences of the sources answer the question, and in which order they read. */
import type { DraftSentence } from '#shared/suggestion';
import type { DraftRequest } from '../../ports.ts';
import { type Unit, unitsOf } from './draft-units.ts';
import { scoreUnits } from './score-units.ts';

/** Statements of a reply: fewer say too little, more are not read. */
const MAX_STATEMENTS = 6;
/** Share of the best unit's score below which a sentence is no longer about the question: in the same article, in others. */
const RELEVANT = { same: 0.35, other: 0.5 };
/** Share of a sentence's words that were said already from which it repeats. */
const REPEATED = 0.7;

/**
 * Sentences and steps of the sources that bear on the question: up to six statements and one procedure with its
 * introduction, or a macro, which a person wrote to be sent whole; each with the number of its source, in their sources' words and order. Another `attempt` begins with
 * another source.
 */
export function selectSentences(request: DraftRequest): DraftSentence[] {
  const units = inOneLanguage(request.sources.flatMap(unitsOf), request.language);
  scoreUnits(units, request);
  const ranked = units.filter((unit) => unit.score > 0).sort((a, b) => b.score - a.score);
  const best = start(ranked, request.attempt);
  if (!best) return [];
  const chosen = best.source.kind === 'macro' ? units.filter((unit) => unit.source === best.source) : choose(ranked, best, units);
  return order(chosen).flatMap((unit) => unit.lines.map((text): DraftSentence => ({ text: capitalised(text), citations: [unit.source.n], kind: unit.kind })));
}

/** Sources in the customer's language, where there are any: a reply in two languages helps nobody. */
function inOneLanguage(units: Unit[], language: string): Unit[] {
  const own = units.filter((unit) => unit.source.language === language);
  return own.length > 0 ? own : units;
}

/** The best unit; on another attempt, that of the next-best source. */
function start(ranked: readonly Unit[], attempt: number): Unit | undefined {
  const firsts = ranked.filter((unit, i) => ranked.findIndex((other) => other.source === unit.source) === i);
  return firsts[attempt % Math.max(1, firsts.length)];
}

function choose(ranked: readonly Unit[], best: Unit, all: readonly Unit[]): Unit[] {
  const chosen = [best];
  const said = new Set(best.terms);
  const statements = () => chosen.filter((unit) => unit.kind === 'statement').length;
  for (const unit of ranked) {
    if (unit === best || unit.score < best.score * (unit.source.articleId === best.source.articleId ? RELEVANT.same : RELEVANT.other)) continue;
    if (unit.kind === 'step' ? chosen.some((other) => other.kind === 'step') : statements() >= MAX_STATEMENTS) continue;
    const repeated = [...unit.terms].filter((term) => said.has(term)).length / unit.terms.size;
    if (unit.kind === 'statement' && repeated > REPEATED) continue;
    chosen.push(unit);
    for (const term of unit.terms) said.add(term);
  }
  return withContext(chosen, all);
}

/** A procedure comes with the line that introduces it, a sentence that leans on the one before it with that one; an introduction to nothing goes. */
function withContext(chosen: readonly Unit[], all: readonly Unit[]): Unit[] {
  const beside = (unit: Unit, by: number) => all.find((other) => other.source === unit.source && other.place === unit.place + by);
  const kept = new Set<Unit>();
  for (const unit of chosen) {
    const before = beside(unit, -1);
    const next = beside(unit, 1);
    if (unit.lead && !(next?.kind === 'step' && chosen.includes(next))) continue;
    if (unit.leans && !before) continue;
    if (before && (unit.leans || (unit.kind === 'step' && before.lead)) && before.kind === 'statement') kept.add(before);
    kept.add(unit);
  }
  const only = kept.size === 0 ? chosen[0] : kept.size === 1 ? [...kept][0] : undefined;
  // One sentence alone is hardly an answer: what stands around it comes along.
  if (only?.kind === 'statement') return [beside(only, -1), only, beside(only, 1)].flatMap((unit) => (unit?.kind === 'statement' && !unit.lead ? [unit] : []));
  return [...kept];
}

/** Sources in the order of their best unit, units as they stand in their source. */
function order(chosen: readonly Unit[]): Unit[] {
  const rank = new Map<number, number>();
  for (const unit of chosen) rank.set(unit.source.n, Math.max(rank.get(unit.source.n) ?? 0, unit.score));
  return [...chosen].sort((a, b) => (rank.get(b.source.n) ?? 0) - (rank.get(a.source.n) ?? 0) || a.source.n - b.source.n || a.place - b.place);
}

const capitalised = (text: string) => text.replace(/^\p{Ll}(?=\p{L}|\s)/u, (letter) => letter.toLocaleUpperCase());
