/** The questions of a file with expert answers as draft requests: what a drafter would be given for each of them. */
import { articleDocumentSchema } from '#shared/knowledge';
import type { ReleaseManifest } from '#shared/release';
import { defaultManifest } from '../../worker/governance/default-release.ts';
import { splitArticle } from '../../worker/knowledge/split.ts';
import type { EvidenceSource } from '../../worker/pipeline/types.ts';
import type { DraftRequest } from '../../worker/ports.ts';
import { contentTerms } from '../../worker/text/content-terms.ts';
import { readJsonLines } from './read-json-lines.ts';

type Row = { question: string; answer: string; is_impossible?: boolean; contexts: { filename?: string; id?: string; text: string }[] };

export type QuestionCase = { question: string; answer: string; sources: EvidenceSource[] };

const MAX_SOURCES = 6;

/** Answerable questions, each with the passages of its own notes, those that share most with the question first. */
export function questionCases(file: string): QuestionCase[] {
  return readJsonLines<Row>(file)
    .filter((row) => !row.is_impossible && row.answer.trim() !== '')
    .map((row) => ({ question: row.question, answer: row.answer, sources: sourcesOf(row) }));
}

export const manifest = defaultManifest('evaluation');

/** The release with every host the sources link to as its own: suites about content leave links to the link filter. */
export function manifestLinking(cases: readonly QuestionCase[]): ReleaseManifest {
  const hosts = new Set<string>();
  for (const { sources } of cases)
    for (const { text } of sources)
      for (const match of text.matchAll(/(?:https?:\/\/)?((?:[a-z0-9-]+\.){1,5}[a-z]{2,6})/gi)) hosts.add((match[1] ?? '').toLowerCase());
  return { ...manifest, linkHosts: [...hosts], voice: { ...manifest.voice, bannedPhrases: [] } };
}

export function requestFor({ question, sources }: QuestionCase): DraftRequest {
  const [subject = '', ...rest] = question.split('\n');
  return {
    outcome: 'answer',
    language: 'en',
    subject,
    question: rest.join('\n').trim() || subject,
    sources,
    voice: manifest.voice,
    requesterName: null,
    customer: { tier: null, plan: null, region: null, version: null },
    say: [],
    clarify: [],
    attempt: 0,
    prompts: manifest.prompts,
    model: manifest.models.drafter,
  };
}

function sourcesOf(row: Row): EvidenceSource[] {
  const passages = row.contexts.flatMap((context, i) => {
    const title = /^Title: (.+)/.exec(context.text)?.[1]?.trim() ?? context.filename ?? context.id ?? 'Note';
    const text = context.text.replace(/^Title: .+\s*(?:Text:)?/, '');
    return splitArticle(articleDocumentSchema.parse({ id: context.filename ?? context.id ?? `context-${i}`, title, text }), i).map((passage, place) => ({
      ...passage,
      place,
      title,
      articleId: context.filename ?? context.id ?? `context-${i}`,
    }));
  });
  const terms = passages.map((passage) => new Set(contentTerms(passage.text, 'en')));
  const asked = [...new Set(contentTerms(row.question, 'en'))];
  const idf = new Map(asked.map((term) => [term, Math.log(1 + passages.length / (1 + terms.filter((set) => set.has(term)).length))]));
  return passages
    .map((passage, i) => ({ passage, score: asked.reduce((sum, term) => sum + (terms[i]?.has(term) ? (idf.get(term) ?? 0) : 0), 0) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_SOURCES)
    .map(({ passage }, i) => ({
      n: i + 1,
      passageId: passage.id,
      articleId: passage.articleId,
      kind: 'article',
      title: passage.title,
      headings: passage.headings,
      text: passage.text,
      language: 'en',
      form: passage.kind,
      place: passage.place,
      url: null,
      visibility: 'public',
      version: '1',
    }));
}
