/** What `npm run bench -- NAME` can measure. Each answers one JSON object. */
import { audit } from './audit.ts';
import { build } from './build.ts';
import { killSwitch } from './kill-switch.ts';
import { replay } from './replay.ts';
import { rollback } from './rollback.ts';
import { snapshot } from './snapshot.ts';

export const benches: Record<string, (args: Record<string, string>) => Promise<object>> = { audit, build, snapshot };
