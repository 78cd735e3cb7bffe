/** What ranking knows, as it lies in a snapshot. The build makes the same structure before it is written. */

import { putJson } from '../snapshot/container.ts';
import type { Knowledge, SectionReader, Sections } from '../types.ts';
import { type ImpactIndex, putImpactIndex, readImpactIndex } from './impact-index.ts';
import { type Latent, packedRows, unitRows } from './latent.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';

/** Rows of (article, weight) lists. */
export type Votes = { offsets: Uint32Array; article: Uint32Array; weight: Float32Array };

export type RankModels = {
  articles: number;
  /** BM25F over title, summary, headings, text. */
  text: ImpactIndex;
  /** The same with the words of the tickets an article solved, and of the replies that sent it. */
  asked: ImpactIndex;
  /** BM25 over passages. */
  passages: ImpactIndex;
  passageArticle: Uint32Array;
  /** Cosine with solved tickets; rows as in the snapshot's table of tickets. */
  tickets: ImpactIndex;
  /** What each solved ticket says for articles. */
  votes: Votes;
  /** 1 where a person's link or statement says so, 0 where only the reply's words do. */
  proven: Uint8Array;
  /** Issue of each ticket, −1 for none. */
  issueOf: Int32Array;
  issues: Votes;
  /** A linear model an article; rows are classes, `classArticle` their articles. */
  linear: ImpactIndex;
  classArticle: Uint32Array;
  latent: Latent;
  /** ln(0.3 + solved tickets, each worth half after 60 days). */
  prior: Float32Array;
  /** 0 (old, superseded) to 1 (new); 0.5 where no date is known. */
  freshness: Float32Array;
  /** Distinct terms of each title with their share of its weight. */
  titles: Votes;
  fusion: Fusion;
};

export type Fusion = {
  /** Raw-feature weights: with every signal on, and refitted without one (by its name). */
  weights: Record<string, number[]>;
  /** Slope and offset from the log-odds of the fused probability to the calibrated one; for the best article and for all. */
  top: [number, number];
  any: [number, number];
  /** Tickets the fusion was learned from; 0 means that it stands at its prior. */
  examples: number;
  reliability: { ece: number; n: number; bins: { from: number; to: number; n: number; confidence: number; observed: number }[] } | null;
};

const indexes = ['text', 'asked', 'passages', 'tickets', 'linear'] as const;
const lists = ['votes', 'issues', 'titles'] as const;

export function putModels(sections: Sections, models: RankModels): void {
  for (const name of indexes) putImpactIndex(sections, `rank.${name}`, models[name]);
  for (const name of lists) {
    sections.set(`rank.${name}.offsets`, models[name].offsets);
    sections.set(`rank.${name}.article`, models[name].article);
    sections.set(`rank.${name}.weight`, models[name].weight);
  }
  sections.set('rank.passageArticle', models.passageArticle);
  sections.set('rank.latent.terms', models.latent.terms);
  sections.set('rank.latent.pages', packedRows(models.latent.articles));
  putJson(sections, 'rank.latent.meta', { scale: models.latent.scale });
  sections.set('rank.proven', models.proven);
  sections.set('rank.issueOf', models.issueOf);
  sections.set('rank.classArticle', models.classArticle);
  sections.set('rank.prior', models.prior);
  sections.set('rank.freshness', models.freshness);
  putJson(sections, 'rank.fusion', models.fusion);
}

const readVotes = (reader: SectionReader, name: string): Votes => ({
  offsets: reader.u32(`${name}.offsets`),
  article: reader.u32(`${name}.article`),
  weight: reader.f32(`${name}.weight`),
});

export type LoadedRank = RankModels & { vocabulary: Vocabulary; scratch: Scratch };

/** Arrays that every query writes over; an isolate runs one query's scoring at a time. */
export type Scratch = { passages: Float32Array; covered: Float32Array; tickets: Float32Array };

export const scratchFor = ({ passages, tickets }: Pick<RankModels, 'passages' | 'tickets'>): Scratch => ({
  passages: new Float32Array(passages.size),
  covered: new Float32Array(passages.size),
  tickets: new Float32Array(tickets.size),
});

/** The ranking models of a snapshot, decoded once. Throws `AppError('snapshot_missing')` where a section is damaged. */
export function rankModels(knowledge: Knowledge): LoadedRank {
  return knowledge.cached('rank', () => {
    const reader = knowledge.sections;
    const [text, asked, passages, tickets, linear] = indexes.map((name) => readImpactIndex(reader, `rank.${name}`)) as [
      ImpactIndex,
      ImpactIndex,
      ImpactIndex,
      ImpactIndex,
      ImpactIndex,
    ];
    return {
      articles: knowledge.articles.length,
      text,
      asked,
      passages,
      tickets,
      linear,
      votes: readVotes(reader, 'rank.votes'),
      issues: readVotes(reader, 'rank.issues'),
      titles: readVotes(reader, 'rank.titles'),
      passageArticle: reader.u32('rank.passageArticle'),
      latent: {
        terms: reader.u8('rank.latent.terms'),
        // Snapshots of an earlier build keep four bytes a value.
        articles: reader.has('rank.latent.pages') ? unitRows(reader.u8('rank.latent.pages')) : reader.f32('rank.latent.articles'),
        scale: reader.json<{ scale: number }>('rank.latent.meta').scale,
      },
      proven: reader.u8('rank.proven'),
      issueOf: reader.i32('rank.issueOf'),
      classArticle: reader.u32('rank.classArticle'),
      prior: reader.f32('rank.prior'),
      freshness: reader.f32('rank.freshness'),
      fusion: reader.json<Fusion>('rank.fusion'),
      vocabulary: readVocabulary(reader),
      scratch: scratchFor({ passages, tickets }),
    };
  });
}
