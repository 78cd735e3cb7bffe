/** Question sets over documents, in the three formats that `passages` reads, as one shape. */
import { type ArticleDocument, articleDocumentSchema } from '#shared/knowledge';
import { option } from './classification.ts';
import { readJsonLines, readText } from './read-json-lines.ts';

export type QuestionSet = {
  documents: ArticleDocument[];
  /** `turns`: what the asker said, oldest first; the last one is the question. */
  questions: { id: string; turns: string[]; right: Set<string> }[];
};

type Passage = { id: string; title?: string; url?: string; text: string };
type Context = { id?: string; filename?: string; text: string };
type Question = { id: string; question: string; gold_doc?: string; article_ids?: string[]; contexts?: Context[]; is_impossible?: boolean };

/** `--passages --queries --qrels`, `--documents --questions`, or `--questions` whose rows carry their own contexts (pooled). */
export function loadQuestionSet(args: Record<string, string | string[]>): QuestionSet {
  if (args.qrels !== undefined) return withJudgements(option(args, 'passages'), option(args, 'queries'), option(args, 'qrels'));
  if (args.documents !== undefined) return withDocuments(option(args, 'documents'), option(args, 'questions'));
  if (args.questions !== undefined) return withContexts(option(args, 'questions'));
  throw new Error('Give --passages, --queries and --qrels; or --documents and --questions; or --questions alone.');
}

function withJudgements(passages: string, queries: string, qrels: string): QuestionSet {
  const right = new Map<string, Set<string>>();
  for (const line of readText(qrels).split('\n').slice(1)) {
    const [query, passage, score] = line.trim().split('\t');
    if (query && passage && Number(score) > 0) right.set(query, (right.get(query) ?? new Set()).add(passage));
  }
  const questions = readJsonLines<{ id: string; lastturn: string; questions: string }>(queries)
    .filter(({ id }) => right.has(id))
    .map(({ id, lastturn, questions: all }) => ({ id, turns: turnsOf(all, lastturn), right: right.get(id) ?? new Set<string>() }));
  return { documents: readJsonLines<Passage>(passages).flatMap(asArticle), questions };
}

/** The conversation's questions stand one below the other, the last turn at the end. */
function turnsOf(conversation: string, last: string): string[] {
  const earlier = conversation.endsWith(last) ? conversation.slice(0, conversation.length - last.length) : conversation;
  return [
    ...earlier
      .split('\n')
      .map((t) => t.trim())
      .filter(Boolean),
    last,
  ];
}

function withDocuments(documents: string, questions: string): QuestionSet {
  return {
    documents: readJsonLines<Passage>(documents).flatMap(asArticle),
    questions: readJsonLines<Question>(questions).flatMap(({ id, question, gold_doc }) =>
      gold_doc ? [{ id, turns: [question], right: new Set([gold_doc]) }] : [],
    ),
  };
}

function withContexts(file: string): QuestionSet {
  const rows = readJsonLines<Question>(file);
  const pool = new Map<string, Passage>();
  for (const { contexts } of rows) for (const { id, filename, text } of contexts ?? []) pool.set(id ?? filename ?? '', { id: id ?? filename ?? '', text });
  const answerable = rows.filter((row) => !row.is_impossible);
  return {
    documents: [...pool.values()].flatMap(asArticle),
    questions: answerable.map((row, i) => ({
      id: row.id ?? String(i),
      turns: [row.question],
      right: new Set(row.article_ids ?? (row.contexts ?? []).map((c) => c.id ?? c.filename ?? '')),
    })),
  };
}

/** A document without a title is named by its first line. */
function asArticle({ id, title, url, text }: Passage): ArticleDocument[] {
  if (text.trim() === '') return [];
  const [first = '', ...rest] = text.trim().split('\n');
  const own = title?.trim() ? { title, text } : { title: first.replace(/^(?:title:|#+)\s*/i, '').slice(0, 200) || id, text: rest.join('\n').trim() || first };
  return [articleDocumentSchema.parse({ id, url: url ?? null, ...own, title: own.title.slice(0, 1_000) })];
}
