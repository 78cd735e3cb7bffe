/** Moments and durations in few words. */

export type Clock = { text: string; spoken: string; state: 'breached' | 'near' | 'fine' };

const NEAR_MS = 30 * 60_000;

/** The SLA clock at `now`: seconds in the last hour, coarser before. */
export function toClock(dueAt: string, now: number): Clock {
  const left = Date.parse(dueAt) - now;
  const { text, spoken } = duration(Math.abs(left));
  if (left < 0) return { text: `-${text}`, spoken: `breached ${spoken} ago`, state: 'breached' };
  return { text, spoken: `due in ${spoken}`, state: left < NEAR_MS ? 'near' : 'fine' };
}

function duration(ms: number): { text: string; spoken: string } {
  const seconds = Math.floor(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return { text: `${minutes}:${String(seconds % 60).padStart(2, '0')}`, spoken: minutes === 0 ? 'less than a minute' : `${minutes} minutes` };
  if (hours < 48) return { text: `${hours} h ${String(minutes % 60).padStart(2, '0')}`, spoken: `${hours} hours ${minutes % 60} minutes` };
  return { text: `${Math.floor(hours / 24)} d`, spoken: `${Math.floor(hours / 24)} days` };
}

const sameYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const otherYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** `now`, `12 min`, `5 h`, `3 d`, else the date. */
export function toAge(at: string, now: number): string {
  const then = Date.parse(at);
  const minutes = Math.floor((now - then) / 60_000);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  if (minutes < 7 * 24 * 60) return `${Math.floor(minutes / 1_440)} d`;
  return (new Date(then).getFullYear() === new Date(now).getFullYear() ? sameYear : otherYear).format(then);
}

export function toDateTime(at: string): string {
  const then = Date.parse(at);
  return Number.isNaN(then) ? '' : full.format(then);
}
