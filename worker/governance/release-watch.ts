/** When a release that went live does harm: what was seen under it, against what was seen under the one before. */
import type { ControlSettings } from '#shared/governance';

export type WatchBounds = ControlSettings['watch'];

export type ReleaseHealth = {
  /** Suggestions that ended in an answer of any outcome. */
  suggestions: number;
  /** Those that broke off. */
  failures: number;
  /** Those an agent used or turned down, and of them those that were used. */
  judged: number;
  accepted: number;
  /** Those from which something forbidden had to be taken out. */
  violations: number;
  p95Ms: number;
};

/** Why the release must go back, in a sentence; null while it may stay. Shares are compared only where both sides have `minimum` cases. */
export function harmOf(live: ReleaseHealth, before: ReleaseHealth | null, bounds: WatchBounds): string | null {
  const { minimum } = bounds;
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  const asked = live.suggestions + live.failures;
  if (asked >= minimum && live.failures / asked > bounds.failureShare) return `${percent(live.failures / asked)} of suggestions failed`;
  if (live.suggestions < minimum) return null;
  if (live.p95Ms > bounds.p95Ms) return `one suggestion in twenty took longer than ${Math.round(live.p95Ms)} ms`;
  if (!before) return null;
  const violations = live.violations / live.suggestions;
  const usual = before.suggestions >= minimum ? before.violations / before.suggestions : 0;
  if (violations - usual > bounds.violationRise) return `${percent(violations)} of drafts held something forbidden, ${percent(usual)} before`;
  if (live.judged < minimum || before.judged < minimum) return null;
  const [now, then] = [live.accepted / live.judged, before.accepted / before.judged];
  return then - now > bounds.acceptanceDrop ? `agents used ${percent(now)} of what they judged, ${percent(then)} before` : null;
}
