/**
 * Events of one installation that arrive while a call to it is under way gather, and go together with the next: one call
 * and one commit to disk for all of them. Nobody is answered before their own event is stored.
 */
import type { InboxEvent } from '../helpdesk-ports.ts';
import type { InstallationRecord } from '../ports.ts';

type Together = { events: InboxEvent[]; stored: Promise<boolean[]> };
/** `latest` is the last call that was begun or will be, `open` the one that still gathers. */
type Line = { latest: Promise<unknown> | null; open: Together | null };

/** How long one waits for the call of another before making its own; storing an event twice is harmless. */
const PATIENCE_MS = 2_000;
const MAX_TOGETHER = 100;

const lines = new WeakMap<object, Map<string, Line>>();

/** True when the event is new. `keepAlive` keeps the request running that calls for others, should its own sender hang up. */
export async function receiveTogether(
  platform: { installation(id: string): Pick<InstallationRecord, 'receive'> },
  installation: string,
  event: InboxEvent,
  keepAlive: (work: Promise<unknown>) => void,
): Promise<boolean> {
  const all = lines.get(platform) ?? new Map<string, Line>();
  lines.set(platform, all);
  const line = all.get(installation) ?? { latest: null, open: null };
  all.set(installation, line);
  const record = platform.installation(installation);

  const { open } = line;
  if (open && open.events.length < MAX_TOGETHER) {
    const place = open.events.push(event) - 1;
    const stored = await patiently(open.stored);
    if (stored) return stored[place] === true;
    // Whoever was to call is gone with its sender, or was refused.
    if (line.open === open) line.open = null;
    return (await record.receive([event], true))[0] === true;
  }

  const before = line.latest;
  const events = [event];
  const call = async (): Promise<boolean[]> => {
    if (before) {
      await patiently(before);
      // From here on nobody joins.
      if (line.open?.events === events) line.open = null;
    }
    return record.receive(events, true);
  };
  const stored = call();
  if (before) line.open = { events, stored };
  const latest = stored.catch(() => undefined).finally(() => line.latest === latest && all.delete(installation));
  line.latest = latest;
  keepAlive(latest);
  return (await stored)[0] === true;
}

/** Null when it takes too long, or fails. The timer also tells the runtime that this request still waits for something. */
function patiently<T>(work: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE_MS);
    const settle = (result: T | null) => {
      clearTimeout(timer);
      resolve(result);
    };
    work.then(settle, () => settle(null));
  });
}
