/** Once for all browser tests, before the first: the front ends, as `npm run build` leaves them in `dist/`. */
import { buildFrontEnds } from '../../scripts/local/front-ends.ts';

export default () => buildFrontEnds(() => {});
