import type { Ticket } from '#shared/ticket';
import type { Article } from '../../knowledge/types.ts';
import { contentTerms } from '../../text/content-terms.ts';
import { appliesTo } from '../applies.ts';
import type { Decided, Enriched, EvidenceSource, Retrieved, RunContext } from '../types.ts';
import { passageReadings } from './passage-readings.ts';
import { quotable } from './quotable.ts';

type Ranked = Retrieved['passages'][number];
export type SourceInput = Enriched & { retrieved: Retrieved; decided: Decided; context: RunContext };

const MAX_PASSAGES = 6;
/** Passages whose surroundings are read too. */
const MAX_COMPLETED = 3;
const LIST = /^(?:\d{1,3}[.)]|[-*•–])\s/;
/** A solved ticket's reply counts only when the tickets are this alike: it was written for someone else. */
const ALIKE = 0.55;
const MAX_CHARS = 4_000;
/** Passages of a long article that tell what it is about. */
const MAX_AROUND = 24;

/**
 * What a public reply may rest on, best first, numbered from 1: passages of articles that hold for this customer, then
 * the fitting macro, then the reply that solved the nearest ticket, or the steps that solved several of its issue. Internal
 * articles, articles for another or an unknown plan, region or version, and text in which personal data was hidden are left
 * out. `left`: sentences of those passages that read as an instruction to a machine, and stand in no source.
 */
export function draftSources(input: SourceInput): { sources: EvidenceSource[]; left: number } {
  const { sources, left } = passageSources(input);
  const found = [...sources, ...macroSource(input), ...resolutionSource(input)];
  return { sources: found.map((source, i) => ({ ...source, n: i + 1, text: source.text.slice(0, MAX_CHARS) })), left };
}

function passageSources(input: SourceInput): { sources: EvidenceSource[]; left: number } {
  const { retrieved, ticket, decided, context } = input;
  const { knowledge } = context;
  const readingOf = passageReadings(knowledge);
  const askedIn = questionTerms(input.text);
  const demanded = decided.cite.flatMap((id) => {
    const article = knowledge.articleIndex(id);
    return article === null ? [] : [{ passage: knowledge.articles.get(article).firstPassage, article, score: 0 }];
  });
  const sources: EvidenceSource[] = [];
  const seen = new Set<number>();
  let left = 0;
  const open = retrieved.passages.filter(
    (ranked) => isOpen(knowledge.articles.get(ranked.article), ticket) && knowledge.passages.get(ranked.passage).kind !== 'table',
  );
  const best = open.slice(0, MAX_PASSAGES);
  for (const ranked of [...best, ...demanded, ...besides(input, best)]) {
    const article = knowledge.articles.get(ranked.article);
    const passage = knowledge.passages.get(ranked.passage);
    if (seen.has(ranked.passage) || !isOpen(article, ticket) || passage.kind === 'table') continue;
    seen.add(ranked.passage);
    const reading = readingOf(ranked.passage);
    const asked = askedIn(article.language);
    const others = around(input, ranked).map(readingOf);
    const known = (term: string) => asked.has(term) || reading.named.has(term) || others.some(({ terms }) => terms.has(term));
    const { text, left: out } = quotable(reading, known);
    left += out;
    if (text === '') continue;
    sources.push({
      n: 0,
      passageId: passage.id,
      articleId: article.id,
      kind: 'article',
      title: article.title,
      headings: passage.headings,
      text,
      language: article.language,
      form: passage.kind,
      place: ranked.passage - article.firstPassage,
      url: article.url,
      visibility: article.visibility,
      version: article.version,
    });
  }
  return { sources, left };
}

/** The customer may read it, and it holds for them. */
const isOpen = (article: Article, ticket: Ticket): boolean => article.visibility !== 'internal' && appliesTo(article, ticket.customer) === 'yes';

/**
 * What stands beside a passage under the same heading: the line above a list, what its steps lead to, the other half of a
 * long one. Of passages further down only the line above a list.
 */
function besides({ context: { knowledge } }: SourceInput, ranked: readonly Ranked[]): Ranked[] {
  return ranked.flatMap(({ passage, article }, i) => {
    const { firstPassage, passageCount } = knowledge.articles.get(article);
    const { headings, text } = knowledge.passages.get(passage);
    const under = (other: number) => knowledge.passages.get(other).headings.join('\n') === headings.join('\n');
    return [...(i < MAX_COMPLETED || LIST.test(text) ? [passage - 1] : []), ...(i < MAX_COMPLETED ? [passage + 1] : [])]
      .filter((other) => other >= firstPassage && other < firstPassage + passageCount && under(other))
      .map((other) => ({ passage: other, article, score: 0 }));
  });
}

/** Other passages by which a passage is judged: those of its article and those that were found with it. */
function around({ retrieved, context }: SourceInput, { article, passage: own }: { article: number; passage: number }): number[] {
  const { firstPassage, passageCount } = context.knowledge.articles.get(article);
  const near = Array.from({ length: Math.min(passageCount, MAX_AROUND) }, (_, i) => firstPassage + i);
  return [...new Set([...retrieved.passages.map(({ passage }) => passage), ...near])].filter((other) => other !== own);
}

/** Terms of the ticket as articles of a language would write them. */
function questionTerms(text: string): (language: string) => ReadonlySet<string> {
  const made = new Map<string, Set<string>>();
  return (language) => {
    const terms = made.get(language) ?? new Set(contentTerms(text, language));
    made.set(language, terms);
    return terms;
  };
}

function macroSource({ retrieved, context, language }: SourceInput): EvidenceSource[] {
  const best = retrieved.macros[0];
  if (!best) return [];
  for (let i = 0; i < context.knowledge.macros.length; i++) {
    const macro = context.knowledge.macros.get(i);
    if (macro.id !== best.id || macro.text.includes('⟦')) continue;
    if (macro.locale.slice(0, 2).toLowerCase() !== language.value) return [];
    return [
      {
        n: 0,
        passageId: `macro:${macro.id}`,
        articleId: `macro:${macro.id}`,
        kind: 'macro',
        title: macro.title,
        headings: [],
        text: withoutSlots(macro.text),
        language: macro.locale.slice(0, 2),
        url: null,
        visibility: 'public',
        version: '',
      },
    ];
  }
  return [];
}

/** Lines with the helpdesk's own slots (`{{ticket.requester.name}}`) cannot be quoted. */
const withoutSlots = (text: string) =>
  text
    .split('\n')
    .filter((line) => !/\{\{|\}\}/.test(line))
    .join('\n')
    .trim();

/** The reply to a ticket that is nearly the same; else the steps that solved several of its issue. */
function resolutionSource({ retrieved, language, context }: SourceInput): EvidenceSource[] {
  if (context.reader === 'restricted') return [];
  const nearest = retrieved.similar[0];
  if (nearest && nearest.similarity >= ALIKE && nearest.resolution.trim() !== '' && !nearest.resolution.includes('⟦'))
    return [resolution(nearest.id, nearest.resolution, language.value)];
  const { steps } = retrieved;
  return steps !== null && steps.language === language.value ? [resolution(steps.ticket, steps.text, steps.language)] : [];
}

const resolution = (ticket: string, text: string, language: string): EvidenceSource => ({
  n: 0,
  passageId: `ticket:${ticket}`,
  articleId: `ticket:${ticket}`,
  kind: 'resolution',
  title: `Ticket ${ticket}`,
  headings: [],
  text,
  language,
  url: null,
  visibility: 'public',
  version: '',
});
