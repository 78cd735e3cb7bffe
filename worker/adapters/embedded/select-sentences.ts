/** Which sentences of the sources answer the question, and in which order they read. */
import type { Tenure } from '#shared/preferences';
import type { DraftSentence } from '#shared/suggestion';
import type { DraftRequest } from '../../ports.ts';
import { contentTerms } from '../../text/content-terms.ts';
import { type Unit, unitsOf } from './draft-units.ts';
import { type Asked, asksOf, covers, questionTerms, scoreOf } from './score-units.ts';

type Amount = { statements: number; procedures: number; relevant: { same: number; other: number } };
/**
 * How much of a reply an agent wants to read, by how long they have been doing this. `relevant`: share of the best
 * unit's score below which a sentence is no longer about the question, under the same heading and elsewhere.
 */
const AMOUNT: Record<Tenure, Amount> = {
  new: { statements: 8, procedures: 2, relevant: { same: 0.25, other: 0.4 } },
  standard: { statements: 5, procedures: 1, relevant: { same: 0.35, other: 0.5 } },
  expert: { statements: 3, procedures: 0, relevant: { same: 0.45, other: 0.6 } },
};
/** Where the articles may not fit, less is said: what is wrong is then soon read. */
const WEAK: Amount = { statements: 3, procedures: 1, relevant: { same: 0.5, other: 0.8 } };
/** Share of a sentence's words that were said already from which it repeats. */
const REPEATED = 0.7;
/** Beginnings tried where the ones before left nothing to say. */
const STARTS = 12;
/** Share of a question's words from which a unit speaks of it. */
const ASKED_OF = 0.6;

/**
 * Sentences and steps of the sources that bear on the question: the best first, then what adds to it, in their sources'
 * words and order, each with the number of its source; a procedure comes whole and with its introduction. A macro, which
 * a person wrote to be sent whole, is taken whole. Another `attempt` begins with another source.
 */
export function selectSentences(request: DraftRequest): DraftSentence[] {
  const units = unitsOf(inOneLanguage(request));
  const asked = questionTerms(units, request);
  for (const unit of units) unit.score = scoreOf(unit, asked);
  const ranked = units.filter((unit) => unit.score > 0).sort((a, b) => b.score - a.score);
  const amount = request.weak ? WEAK : AMOUNT[request.tenure ?? 'standard'];
  const from = (best: Unit): Unit[] =>
    best.source.kind === 'macro'
      ? units.filter((unit) => unit.source === best.source)
      : withoutTwice(withContext(withAsks(choose(ranked, best, amount), units, asked, request), units));
  const first = start(ranked, request.attempt);
  if (!first) return [];
  let chosen = from(first);
  // Where nothing of it can be said on its own, the next best begins.
  for (let i = 0; chosen.length === 0 && i < Math.min(STARTS, ranked.length); i++) chosen = from(ranked[i] ?? first);
  // One step is no list, and would only join another one's.
  const kindOf = (unit: Unit) => (unit.lines.length === 1 ? 'statement' : unit.kind);
  return order(chosen).flatMap((unit) => unit.lines.map(({ text, n }): DraftSentence => ({ text: capitalised(text), citations: [n], kind: kindOf(unit) })));
}

/** Sources in the customer's language, where there are any: a reply in two languages helps nobody. */
function inOneLanguage({ sources, language }: DraftRequest): DraftRequest['sources'] {
  const own = sources.filter((source) => source.language === language);
  return own.length > 0 ? own : sources;
}

/** The best unit; on another attempt, that of the next-best source. */
function start(ranked: readonly Unit[], attempt: number): Unit | undefined {
  const firsts = ranked.filter((unit, i) => ranked.findIndex((other) => other.source === unit.source) === i);
  return firsts[attempt % Math.max(1, firsts.length)];
}

/** The best unit, and those that say something more and are nearly as good. */
function choose(ranked: readonly Unit[], best: Unit, amount: Amount): Unit[] {
  const chosen = [best];
  const said = new Set(best.terms);
  const count = (kind: Unit['kind']) => chosen.filter((unit) => unit.kind === kind).length;
  for (const unit of ranked) {
    const enough = best.score * (inSection(unit, best) ? amount.relevant.same : amount.relevant.other);
    if (unit === best || unit.score < enough || count(unit.kind) >= (unit.kind === 'step' ? amount.procedures : amount.statements)) continue;
    if (unit.kind === 'statement' && repeats(unit, said)) continue;
    chosen.push(unit);
    for (const term of unit.terms) said.add(term);
  }
  return chosen;
}

const inSection = (a: Unit, b: Unit): boolean => a.source.articleId === b.source.articleId && a.source.headings.join('\n') === b.source.headings.join('\n');

/** A message may ask several things: what nothing chosen speaks of gets the unit that does most. */
function withAsks(chosen: Unit[], units: readonly Unit[], asked: Asked, request: DraftRequest): Unit[] {
  for (const ask of asksOf(units, request)) {
    const held = (unit: Unit) => covers(unit, ask, asked);
    const [next] = units.filter((unit) => held(unit) >= ASKED_OF).sort((a, b) => held(b) - held(a) || b.score - a.score);
    if (next && !chosen.includes(next) && Math.max(...chosen.map(held)) < ASKED_OF) chosen.push(next);
  }
  return chosen;
}

const repeats = (unit: Unit, said: ReadonlySet<string>): boolean => [...unit.terms].filter((term) => said.has(term)).length / unit.terms.size > REPEATED;

/** A procedure comes with the line that introduces it, a sentence that leans on the one before it with that one; an introduction to nothing goes. */
function withContext(chosen: readonly Unit[], all: readonly Unit[]): Unit[] {
  const beside = (unit: Unit, by: number) => all.find((other) => other.at === unit.at + by);
  const kept = new Set<Unit>();
  for (const unit of chosen) {
    const before = beside(unit, -1);
    const next = beside(unit, 1);
    if (unit.lead && !(next?.kind === 'step' && chosen.includes(next))) continue;
    if (unit.leans && !before) continue;
    if (next?.kind === 'statement' && unit.kind === 'step' && !next.lead) kept.add(next);
    if (before && (unit.leans || (unit.kind === 'step' && before.lead)) && before.kind === 'statement') kept.add(before);
    kept.add(unit);
  }
  const only = kept.size === 0 ? chosen.find((unit) => !unit.leans && !unit.lead) : kept.size === 1 ? [...kept][0] : undefined;
  // One sentence alone is hardly an answer: what stands around it comes along.
  if (only?.kind === 'statement') return [beside(only, -1), only, beside(only, 1)].flatMap((unit) => (unit?.kind === 'statement' && !unit.lead ? [unit] : []));
  return [...kept];
}

/** A sentence that a chosen step says as well goes. */
function withoutTwice(chosen: readonly Unit[]): Unit[] {
  const steps = chosen
    .filter(({ kind }) => kind === 'step')
    .flatMap(({ lines, source }) => lines.map(({ text }) => new Set(contentTerms(text, source.language))));
  const said = ({ kind, terms }: Unit) => kind === 'statement' && terms.size > 0 && steps.some((step) => [...terms].every((term) => step.has(term)));
  return chosen.filter((unit) => !said(unit));
}

/** Articles in the order of their best unit, units as they stand in their article. */
function order(chosen: readonly Unit[]): Unit[] {
  const rank = new Map<string, number>();
  for (const { source, score } of chosen) rank.set(source.articleId, Math.max(rank.get(source.articleId) ?? 0, score));
  return [...chosen].sort((a, b) => (rank.get(b.source.articleId) ?? 0) - (rank.get(a.source.articleId) ?? 0) || a.at - b.at);
}

const capitalised = (text: string) => text.replace(/^\p{Ll}(?=\p{L}|\s)/u, (letter) => letter.toLocaleUpperCase());
