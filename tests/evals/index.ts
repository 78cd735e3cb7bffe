/** Evaluation suites by the name `npm run eval -- NAME` knows them by. Each prints one object. */
import { articles } from './articles.ts';
import { drafts } from './drafts.ts';
import { grounding } from './grounding.ts';
import { injection } from './injection.ts';
import { passages } from './passages.ts';
import { pii } from './pii.ts';

export const suites: Record<string, (args: Record<string, string | string[]>) => Promise<object>> = {
  articles,
  drafts,
  grounding,
  injection,
  passages,
  pii,
};
