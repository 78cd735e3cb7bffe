/** The figures of `articles` and `triage` by language, product, channel, length, and known against new issues. */
import type { Ticket } from '#shared/ticket';
import { reliability } from '../../worker/knowledge/train/calibrate.ts';
import { splitInTime } from './articles.ts';
import { auc, averagePrecision, option, round } from './classification.ts';
import { putUnderTest, type UnderTest } from './knowledge-under-test.ts';
import { incoming, type Labelled, solved } from './labelled-tickets.ts';
import { loadFile } from './load-folder.ts';
import { figuresOf, mean, meanFigures } from './metrics.ts';
import { likest } from './tfidf.ts';
import { scoreTriage, type TriageRow, triageRows } from './triage.ts';

/** Below this similarity to every solved ticket an issue counts as new. */
const NEW_ISSUE = 0.25;
/** Slices of fewer items say nothing. */
const LEAST = 8;
const printed = ['mrr@10', 'hit@1', 'recall@5'] as const;

/** With `--articles F --train F [--test F]` the slices of article suggestion; with `--train F [--test F] [--label L]` those of triage. */
export async function slices(args: Record<string, string | string[]>): Promise<object> {
  return args.articles === undefined ? triageSlices(args) : articleSlices(args);
}

type Sliced = Record<string, object>;

/** Groups by the name each item has; too small ones are left out. */
function bySlice<T>(items: readonly T[], nameOf: (item: T) => string, measure: (items: T[]) => object): Sliced {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
  return Object.fromEntries(
    [...groups]
      .filter(([, g]) => g.length >= LEAST)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, g]) => [name, { n: g.length, ...measure(g) }]),
  );
}

const lengthOf = (text: string): string => {
  const words = text.split(/\s+/).length;
  return words < 25 ? 'short (< 25 words)' : words < 120 ? 'medium' : 'long (≥ 120 words)';
};

async function articleSlices(args: Record<string, string | string[]>): Promise<object> {
  const documents = loadFile('article', option(args, 'articles')).documents;
  const { train, test } = splitInTime(args);
  const known = new Set(documents.map((d) => d.id));
  if (!test.some((t) => t.right.some((id) => known.has(id)))) throw new Error('No ticket of the test file names an article of the articles file.');
  const under = await putUnderTest({ articles: documents, tickets: train.map(solved), macros: [], policies: [], entities: [] });
  const all: Awaited<ReturnType<typeof ask>>[] = [];
  for (const item of test) all.push(await ask(under, item, incoming(item)));
  const rows = all.flatMap((row) => {
    const right = row.right.filter((id) => known.has(id));
    return right.length > 0 ? [{ ...row, figures: figuresOf(row.found, new Set(right)) }] : [];
  });
  const measure = (items: typeof rows): object =>
    meanFigures(
      items.map((i) => i.figures),
      printed,
    );
  const text = (i: (typeof rows)[number]): string => `${i.document.subject}\n${i.document.body}`;
  return {
    suite: 'slices',
    of: 'articles',
    n: rows.length,
    ...measure(rows),
    by_language: bySlice(rows, (i) => i.language, measure),
    by_locale: bySlice(all, (i) => i.document.locale ?? 'unknown', measureAll),
    by_product: bySlice(rows, (i) => i.document.product ?? 'unknown', measure),
    by_topic: bySlice(rows, (i) => i.document.topic ?? 'unknown', measure),
    by_channel: bySlice(rows, (i) => i.document.channel, measure),
    by_length: bySlice(rows, (i) => lengthOf(text(i)), measure),
    by_issue: bySlice(rows, (i) => (i.similarity < NEW_ISSUE ? 'new' : 'known'), measure),
  };
}

async function ask(under: UnderTest, item: Labelled, ticket: Ticket) {
  const prepared = under.prepare(ticket);
  const found = await under.ask(prepared);
  return {
    ...item,
    language: prepared.language.value,
    similarity: found.similar[0]?.similarity ?? 0,
    confidence: found.confidence,
    found: found.articles.map((a) => a.id),
  };
}

/** Of every ticket, labelled or not: whether its language was seen, how often anything was found, and how sure of it the ranking is. */
const measureAll = (items: Awaited<ReturnType<typeof ask>>[]): object => ({
  language_right: round(mean(items.map((i) => Number(i.language === i.document.locale?.slice(0, 2).toLowerCase())))),
  found: round(mean(items.map((i) => Number(i.found.length > 0)))),
  confidence: round(mean(items.map((i) => i.confidence))),
});

function triageSlices(args: Record<string, string | string[]>): object {
  const label = (args.label === undefined ? 'escalate' : option(args, 'label')).toLowerCase();
  const { train, test } = triageRows(args);
  const text = (r: TriageRow): string => `${r.title}\n${r.body}`;
  const like = likest(train.map(text), test.map(text));
  const scored = scoreTriage(train, test).guesses.map((guess, i) => {
    const row = test[i] as TriageRow;
    const hit = row.agent_labels.some((l) => l.toLowerCase() === label);
    return { row, language: guess.language, score: guess.confidence.get(label) ?? 0, hit, like: like[i] as number };
  });
  const measure = (items: typeof scored): object => {
    const scores = items.map((i) => i.score);
    const hits = items.map((i) => i.hit);
    return {
      positive: hits.filter(Boolean).length,
      auc: round(auc(scores, hits)),
      average_precision: round(averagePrecision(scores, hits)),
      ece: round(reliability(scores, hits).ece),
    };
  };
  return {
    suite: 'slices',
    of: `triage ${label}`,
    n: scored.length,
    ...measure(scored),
    by_language: bySlice(scored, (i) => i.language, measure),
    by_product: bySlice(scored, (i) => i.row.product ?? 'unknown', measure),
    by_topic: bySlice(scored, (i) => i.row.topic ?? 'unknown', measure),
    by_channel: bySlice(scored, (i) => i.row.channel ?? 'unknown', measure),
    by_length: bySlice(scored, (i) => lengthOf(text(i.row)), measure),
    by_issue: bySlice(scored, (i) => (i.like < NEW_ISSUE ? 'new' : 'known'), measure),
  };
}
