/** Properties draw the same inputs on every run: what turns red was changed, not drawn. `PROPERTY_SEED=7 npx vitest` draws others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
