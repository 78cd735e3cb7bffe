/** Which sentences of the sources answer the question, and in which order they read. */
import type { DraftSentence } from '#shared/suggestion';
import type { DraftRequest, DraftSource } from '../../ports.ts';
import { contentTerms } from '../../text/content-terms.ts';
import { plainSentence } from '../../text/plain-sentence.ts';
import { sentences } from '../../text/sentences.ts';

/** A sentence, or a procedure whose steps stand or fall together. */
type Unit = { source: DraftSource; place: number; lines: string[]; kind: 'statement' | 'step'; terms: Set<string>; score: number; lead: boolean };

/** Statements of a reply: fewer say too little, more are not read. */
const MAX_STATEMENTS = 6;
const MAX_STEPS = 12;
/** Share of the best unit's score below which a sentence is no longer about the question. */
const RELEVANT = 0.35;
/** Share of a sentence's words that were said already from which it repeats. */
const REPEATED = 0.7;

const NUMBERED = /^\s{0,8}(\d{1,3})[.)]\s+/;
const BULLET = /^\s{0,8}[-*•–]\s+/;
const BOILERPLATE =
  /^(?:title|summary|text|question|answer|cause|symptom|environment|technote|product alias|cross reference|document information|local fix|subscribe|related information|table of contents|see also|note:?$|was this (?:article|page) helpful|did this (?:article|page)|back to top|click here|last (?:updated|modified|review)|share this|contributors?:|applies to|keywords?:|tags?:|copyright|all rights reserved)\b/iu;

/**
 * Sentences and steps of `sources` that bear on the question, at most six statements or one procedure with its
 * introduction, each with the number of its source. Their words are the sources' own.
 */
export function selectSentences(request: DraftRequest): DraftSentence[] {
  const { sources } = request;
  if (sources.length === 0) return [];
  const units = sources.flatMap(unitsOf);
  score(units, request);
  const ranked = units.filter((unit) => unit.score > 0).sort((a, b) => b.score - a.score);
  const best = ranked[Math.min(Math.max(0, request.attempt - 1), Math.max(0, ranked.length - 1))] ?? units[0];
  if (!best) return [];
  return order(choose(ranked, best)).flatMap((unit) => unit.lines.map((text): DraftSentence => ({ text, citations: [unit.source.n], kind: unit.kind })));
}

function unitsOf(source: DraftSource): Unit[] {
  const units: Unit[] = [];
  const unit = (lines: string[], kind: Unit['kind'], lead = false) => {
    const terms = new Set(contentTerms(lines.join(' '), source.language));
    if (terms.size > 0) units.push({ source, place: units.length, lines, kind, terms, score: 0, lead });
  };
  let steps: string[] = [];
  const flush = () => {
    if (steps.length > 0) unit(steps.slice(0, MAX_STEPS), 'step');
    steps = [];
  };
  for (const line of source.text.split('\n')) {
    const item = line.replace(NUMBERED, '').replace(BULLET, '');
    if (item !== line) {
      steps.push(plainSentence(item));
      continue;
    }
    if (line.trim() === '') continue;
    flush();
    for (const sentence of sentences(line)) {
      const text = plainSentence(sentence);
      if (quotable(text)) unit([text], 'statement', /[:：]$/.test(text));
    }
  }
  flush();
  return units.filter((u) => u.kind === 'statement' || u.lines.every((l) => l.length > 0));
}

function quotable(text: string): boolean {
  return (
    text.length >= 12 &&
    text.length <= 600 &&
    /\p{L}{2}/u.test(text) &&
    !BOILERPLATE.test(text) &&
    !/[?？]$/.test(text) &&
    !text.includes('⟦') &&
    text !== text.toUpperCase()
  );
}

/** Weighted overlap with the question; a source's rank and its headings count, early sentences count a little. */
function score(units: Unit[], request: DraftRequest): void {
  const asked = new Map<string, number>();
  for (const source of request.sources) {
    for (const [text, weight] of [
      [request.subject, 1.5],
      [request.question, 1],
    ] as const) {
      for (const term of contentTerms(text.slice(0, 4_000), source.language)) asked.set(term, Math.max(asked.get(term) ?? 0, weight));
    }
  }
  const holders = new Map<string, number>();
  for (const unit of units) for (const term of unit.terms) holders.set(term, (holders.get(term) ?? 0) + 1);
  const idf = (term: string) => Math.log(1 + units.length / (holders.get(term) ?? 1));
  for (const unit of units) {
    const about = new Set(contentTerms([unit.source.title, ...unit.source.headings].join(' '), unit.source.language));
    let overlap = 0;
    for (const [term, weight] of asked) {
      if (unit.terms.has(term)) overlap += weight * idf(term);
      else if (about.has(term)) overlap += 0.35 * weight * idf(term);
    }
    const length = unit.kind === 'step' ? 1 : Math.min(1, unit.terms.size / 5);
    const prior = 1 / Math.sqrt(unit.source.n) / (1 + unit.place * 0.06) / (unit.source.kind === 'resolution' ? 1.3 : 1);
    unit.score = (0.4 + overlap / (1 + 0.25 * Math.sqrt(unit.terms.size))) * length * prior * (unit.kind === 'step' ? 1.2 : 1);
  }
}

function choose(ranked: Unit[], best: Unit): Unit[] {
  const chosen: Unit[] = [];
  const said = new Set<string>();
  let steps = 0;
  const take = (unit: Unit) => {
    chosen.push(unit);
    for (const term of unit.terms) said.add(term);
    steps += unit.kind === 'step' ? 1 : 0;
  };
  take(best);
  for (const unit of ranked) {
    if (chosen.includes(unit) || unit.score < best.score * RELEVANT) continue;
    if (unit.kind === 'step' && steps > 0) continue;
    if (chosen.filter((u) => u.kind === 'statement').length >= MAX_STATEMENTS && unit.kind === 'statement') break;
    let repeated = 0;
    for (const term of unit.terms) if (said.has(term)) repeated++;
    if (repeated / unit.terms.size <= REPEATED || unit.kind === 'step') take(unit);
  }
  return withLeads(chosen, ranked);
}

/** A procedure keeps the line that introduces it; such a line without its procedure goes. */
function withLeads(chosen: Unit[], all: Unit[]): Unit[] {
  const kept = chosen.filter((unit) => !unit.lead || chosen.some((u) => u.kind === 'step' && u.source === unit.source && u.place === unit.place + 1));
  for (const unit of chosen) {
    if (unit.kind !== 'step') continue;
    const lead = all.find((u) => u.source === unit.source && u.place === unit.place - 1 && u.lead);
    if (lead && !kept.includes(lead)) kept.push(lead);
  }
  return kept.length > 0 ? kept : chosen;
}

/** Sources in the order of their best sentence, sentences as they stand in their source. */
function order(chosen: Unit[]): Unit[] {
  const rank = new Map<number, number>();
  for (const unit of chosen) rank.set(unit.source.n, Math.max(rank.get(unit.source.n) ?? 0, unit.score));
  return [...chosen].sort((a, b) => (rank.get(b.source.n) ?? 0) - (rank.get(a.source.n) ?? 0) || a.source.n - b.source.n || a.place - b.place);
}
