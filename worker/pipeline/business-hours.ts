import type { BusinessHours } from '#shared/release';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether `at` (milliseconds since the epoch) lies within the hours on the clock of their zone; past midnight when `to` is before `from`. */
export function isOpen({ timeZone, days, from, to }: Omit<BusinessHours, 'within'>, at: number): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const clock = `${of('hour')}:${of('minute')}`;
  const today = DAYS.indexOf(of('weekday')) + 1;
  if (from <= to) return days.includes(today) && clock >= from && clock < to;
  const yesterday = today === 1 ? 7 : today - 1;
  return clock >= from ? days.includes(today) : clock < to && days.includes(yesterday);
}
