/** A past suggestion computed again, from its capsule, under its own release or another. Never served from what was kept. */
import type { ReplayAnswer, ReplayDiff } from '#shared/governance';
import type { Release } from '#shared/release';
import type { Suggestion } from '#shared/suggestion';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { Replay } from '../governance/blast-radius.ts';
import { compareSuggestions } from '../governance/compare-suggestions.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import type { AssistResult } from '../pipeline/assist-ticket.ts';
import type { Capsule } from '../pipeline/capsule.ts';
import { runUnder } from './rehearse.ts';

/** How far back releases of another installation are looked for. */
const RELEASES_BACK = 20;

type Gone = Extract<ReplayAnswer, { state: 'erased' | 'missing' }>;

const erased: Gone = { state: 'erased', message: 'What this suggestion was made from has been erased.' };
const missing: Gone = { state: 'missing', message: 'What this suggestion was made from is not kept, or not any more.' };
const noSnapshot: Gone = { state: 'missing', message: 'The knowledge of that release is no longer stored.' };

/** `releaseId` null: the suggestion's own. Throws `not_found` for a release that never was. The suggestion comes with placeholders. */
export async function replaySuggestion(suggestionId: string, releaseId: string | null, platform: Platform, record: InstallationClient): Promise<ReplayAnswer> {
  const kept = await record.capsule(suggestionId);
  if (kept.state !== 'kept') return kept.state === 'erased' ? erased : missing;
  const found = await releaseOf(releaseId ?? kept.releaseId, record);
  if (!found) throw new AppError('not_found', 'There is no such release.');
  if (found.withdrawn !== null) return erased;
  const run = await runAgain(kept.capsule as Capsule, found.release, platform);
  if (!run) return noSnapshot;
  const suggestion = answerOf(run, kept.suggestion);
  const equal = run.answerHash === kept.answerHash;
  const before = { ...kept.suggestion, draft: { ...kept.suggestion.draft, text: kept.draftText } };
  return { state: 'replayed', equal, answerHash: run.answerHash, suggestion, diff: equal ? null : difference(before, suggestion) };
}

/** The installation's own release; or one of those it reads by another's consent. */
async function releaseOf(id: string, record: InstallationClient): Promise<{ release: Release; withdrawn: string | null } | null> {
  const own = await record.release(id);
  if (own) return own;
  const release = (await record.recentReleases(RELEASES_BACK)).find((r) => r.id === id);
  return release ? { release, withdrawn: null } : null;
}

/** For the blast radius: the pseudonymous answer to the same input under any release. */
export const replayUnder =
  (platform: Platform, record: InstallationClient): Replay =>
  async (suggestionId, release) => {
    const kept = await record.capsule(suggestionId);
    if (kept.state !== 'kept') return { state: kept.state };
    const run = await runAgain(kept.capsule as Capsule, release, platform);
    return run ? { state: 'replayed', suggestion: answerOf(run, kept.suggestion) } : { state: 'missing' };
  };

async function runAgain(capsule: Capsule, release: Release, platform: Platform): Promise<AssistResult | null> {
  try {
    return await runUnder(release, { recalled: capsule }, platform);
  } catch (error) {
    if (error instanceof AppError && error.code === 'snapshot_missing') return null;
    throw error;
  }
}

/** A run that ended before its draft has none to compare: what was shown then stands for the rest. */
const answerOf = ({ pseudonymous }: AssistResult, kept: Suggestion): Suggestion => {
  const { suggestionId, traceId, createdAt } = kept;
  return pseudonymous ? { ...pseudonymous, suggestionId, traceId, createdAt } : kept;
};

function difference(before: Suggestion, after: Suggestion): ReplayDiff {
  const { same: _, ...diff } = compareSuggestions(before, after);
  return diff;
}
