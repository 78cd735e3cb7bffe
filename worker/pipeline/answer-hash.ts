/** Names an answer by its content, so that a repeated run can be told equal without keeping the answer in the clear. */
import type { Suggestion } from '#shared/suggestion';
import { canonicalJson, sha256 } from '../governance/canonical.ts';

/** `draft` is null where the run ended before one was written. */
export type Answer = Omit<Suggestion, 'draft' | 'createdAt'> & { draft: Suggestion['draft'] | null; createdAt?: string };

/**
 * SHA-256 (hex) of a pseudonymous answer in canonical JSON, without what names the run rather than the answer: ids of
 * suggestion, trace and release, and the moment.
 */
export function hashAnswer(answer: Answer): string {
  const { suggestionId: _suggestion, traceId: _trace, releaseId, createdAt: _at, handover, ...content } = answer;
  return sha256(canonicalJson({ ...content, handover: handover.replaceAll(releaseId, '') }));
}
