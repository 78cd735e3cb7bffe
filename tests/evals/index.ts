/** Evaluation suites by the name `npm run eval -- NAME` knows them by. Each prints one object. */
import { drafts } from './drafts.ts';
import { grounding } from './grounding.ts';
import { pii } from './pii.ts';

export const suites: Record<string, (args: Record<string, string | string[]>) => Promise<object>> = {
  drafts,
  grounding,
  pii,
};
