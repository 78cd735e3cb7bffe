import type { Words } from './translate.ts';

const day = 86_400_000;
/** Days in the mean Gregorian month and year. */
const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365.2425 * day],
  ['month', 30.436875 * day],
  ['week', 7 * day],
  ['day', day],
];

export type RelativeDate = { text: string; exact: string; iso: string };

/**
 * An ISO 8601 moment as an agent would say it ("3 months ago"), in whole units of the largest that fits, down to days.
 * @returns null for a missing or unreadable moment; the exact date is for a hint.
 */
export function relativeDate(iso: string | null, { locale, now, t }: Words): RelativeDate | null {
  const at = iso === null ? Number.NaN : Date.parse(iso);
  if (iso === null || Number.isNaN(at)) return null;
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(at);
  const difference = at - now;
  for (const [unit, length] of units) {
    const whole = Math.trunc(difference / length);
    if (whole !== 0) return { text: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(whole, unit), exact, iso };
  }
  return { text: t('date.today'), exact, iso };
}
