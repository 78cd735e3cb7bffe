/** Evaluation suites by the name `npm run eval -- NAME` knows them by. Each prints one object. */
import { actions } from './actions.ts';
import { all } from './all.ts';
import { answerable } from './answerable.ts';
import { articles } from './articles.ts';
import { drafts } from './drafts.ts';
import { graph } from './graph.ts';
import { grounding } from './grounding.ts';
import { handoff } from './handoff.ts';
import { injection } from './injection.ts';
import { intents } from './intents.ts';
import { passages } from './passages.ts';
import { pii } from './pii.ts';
import { policies } from './policies.ts';
import { slices } from './slices.ts';
import { triage } from './triage.ts';

export const suites: Record<string, (args: Record<string, string | string[]>) => Promise<object>> = {
  actions,
  all,
  answerable,
  articles,
  drafts,
  graph,
  grounding,
  handoff,
  injection,
  intents,
  passages,
  pii,
  policies,
  slices,
  triage,
};

/** The options each suite knows; any other is a mistake that would measure something else than was asked for. */
export const options: Readonly<Record<string, readonly string[]>> = {
  actions: ['train', 'test', 'policies'],
  all: ['data'],
  answerable: ['questions'],
  articles: ['articles', 'train', 'test', 'from', 'to', 'labels', 'quick'],
  drafts: ['questions'],
  graph: ['folder', 'documents'],
  grounding: ['questions', 'show'],
  handoff: ['file'],
  injection: ['attacks', 'benign', 'runs', 'show'],
  intents: ['train', 'test'],
  passages: ['passages', 'queries', 'qrels', 'documents', 'questions'],
  pii: ['file'],
  policies: ['documents', 'policies', 'tasks'],
  slices: ['articles', 'train', 'test', 'from', 'to', 'label'],
  triage: ['train', 'test', 'label'],
};
