/** `npm run build`: the front ends, into `dist/`. */
import { buildFrontEnds } from './local/front-ends.ts';

await buildFrontEnds((what) => process.stdout.write(`${what}\n`));
