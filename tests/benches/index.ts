/** What `npm run bench -- NAME` can measure. Each answers one JSON object. */
import { audit } from './audit.ts';
import { build } from './build.ts';
import { changedArticle } from './changed-article.ts';
import { coldStart } from './cold-start.ts';
import { forged } from './forged.ts';
import { killSwitch } from './kill-switch.ts';
import { modelDown } from './model-down.ts';
import { replay } from './replay.ts';
import { rollback } from './rollback.ts';
import { snapshot } from './snapshot.ts';
import { suggest } from './suggest.ts';
import { tagging } from './tagging.ts';
import { webhooks } from './webhooks.ts';

export const benches: Record<string, (args: Record<string, string>) => Promise<object>> = {
  audit,
  'changed-article': changedArticle,
  'cold-start': coldStart,
  forged,
  killswitch: killSwitch,
  'model-down': modelDown,
  replay,
  rollback,
  build,
  snapshot,
  suggest,
  tagging,
  webhooks,
};
