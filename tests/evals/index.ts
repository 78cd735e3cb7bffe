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
