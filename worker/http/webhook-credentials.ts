/**
 * What webhooks are checked against, kept by the isolate for a minute: a call to the installation for every webhook, and
 * every forgery, would cost more than the check. A secret that changed meanwhile is found because the old one does not fit.
 */
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import { tellOperator } from '../service/alarms.ts';

type Credentials = NonNullable<Awaited<ReturnType<InstallationClient['webhookCredentials']>>>;
type Kept = {
  credentials: Credentials;
  until: number;
  /** Look-ups for signatures that did not fit, in this second. */
  second: number;
  again: number;
  /** Webhooks since then, and how many of them were refused. */
  since: number;
  seen: number;
  refused: number;
};

const KEPT_MS = 60_000;
const MAX_KEPT = 500;
/** A flood of forgeries costs the installation no more than this. */
const AGAIN_PER_SECOND = 20;
/** More than this share refused asks for an operator: a secret that was changed, or a clock that is wrong. */
const REFUSED_SHARE = 0.01;

const kept = new WeakMap<Platform, Map<string, Kept>>();

export const unknown = (): AppError => new AppError('unknown_installation', 'No installation of this name receives webhooks here.');

/** The credentials of which one secret `fits`. Throws `unknown_installation`, or `unauthenticated` when none does. */
export async function credentialsThat(fits: (secrets: string[]) => Promise<boolean>, installation: string, platform: Platform): Promise<Credentials> {
  const known = kept.get(platform) ?? new Map<string, Kept>();
  kept.set(platform, known);
  const now = platform.clock.now();
  const read = async (before?: Kept): Promise<Kept> => {
    const counts =
      before && now - before.since < KEPT_MS ? { since: before.since, seen: before.seen, refused: before.refused } : { since: now, seen: 0, refused: 0 };
    if (before && before.since !== counts.since) tell(installation, before);
    const credentials = await platform.installation(installation).webhookCredentials();
    if (!credentials) {
      known.delete(installation);
      throw unknown();
    }
    if (known.size >= MAX_KEPT) known.clear();
    const entry = {
      credentials,
      until: now + KEPT_MS,
      second: before?.second ?? 0,
      again: before?.again ?? 0,
      ...counts,
    };
    known.set(installation, entry);
    return entry;
  };
  const first = known.get(installation);
  const entry = first && first.until > now ? first : await read(first);
  entry.seen += 1;
  if (await fits(entry.credentials.secrets)) return entry.credentials;
  const second = Math.floor(now / 1_000);
  entry.again = entry.second === second ? entry.again + 1 : 1;
  entry.second = second;
  if (entry === first && entry.again <= AGAIN_PER_SECOND) {
    const newer = await read(entry);
    if (await fits(newer.credentials.secrets)) return newer.credentials;
  }
  (known.get(installation) ?? entry).refused += 1;
  throw new AppError('unauthenticated', 'The webhook signature is missing, wrong, or older than five minutes. Check the signing secret and the clock.');
}

function tell(installation: string, { seen, refused }: Kept): void {
  if (refused > seen * REFUSED_SHARE) tellOperator({ alarm: 'webhooks_refused', installation, value: refused, of: seen });
}
