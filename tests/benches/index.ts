/** What `npm run bench -- NAME` can measure. Each answers one JSON object. */
import { audit } from './audit.ts';

export const benches: Record<string, (args: Record<string, string>) => Promise<object>> = { audit };
