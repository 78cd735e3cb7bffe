/** Which of the last tickets a change would have answered differently, and how. */
import type { BlastRadius } from '#shared/governance';
import type { Release } from '#shared/release';
import type { Suggestion } from '#shared/suggestion';
import { compareSuggestions } from './compare-suggestions.ts';

/** Computes a past suggestion again under a release; `erased` and `missing` say why it cannot be. */
export type Replay = (
  suggestionId: string,
  release: Release,
) => Promise<{ state: 'replayed'; suggestion: Suggestion } | { state: 'erased' } | { state: 'missing' }>;

/** Both sides are computed anew, so that only the releases differ and not the day. */
export async function measureBlastRadius(input: { suggestionIds: string[]; before: Release; after: Release }, replay: Replay): Promise<BlastRadius> {
  const changed: BlastRadius['changed'] = [];
  const skipped: Record<string, number> = {};
  let n = 0;
  for (const suggestionId of input.suggestionIds) {
    const before = await replay(suggestionId, input.before);
    const after = before.state === 'replayed' ? await replay(suggestionId, input.after) : before;
    if (before.state !== 'replayed' || after.state !== 'replayed') {
      skipped[after.state] = (skipped[after.state] ?? 0) + 1;
      continue;
    }
    n += 1;
    const { same, ...difference } = compareSuggestions(before.suggestion, after.suggestion);
    if (!same) changed.push({ ticketId: before.suggestion.ticketId, suggestionId, ...difference });
  }
  return { n, changed, skipped };
}
