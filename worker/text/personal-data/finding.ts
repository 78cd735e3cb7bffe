/** Types of personal data, named as the field's evaluation sets name them. */
export const personalDataTypes = [
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'CREDIT_CARD',
  'IBAN_CODE',
  'US_SSN',
  'US_DRIVER_LICENSE',
  'NATIONAL_ID',
  'IP_ADDRESS',
  'DOMAIN_NAME',
  'SECRET',
  'ORDER_NUMBER',
  'PERSON',
  'STREET_ADDRESS',
  'ZIP_CODE',
  'TITLE',
  'ORGANIZATION',
  'GPE',
  'NRP',
  'AGE',
  'DATE_TIME',
] as const;

export type PersonalDataType = (typeof personalDataTypes)[number];

/** A stretch of text, `end` exclusive, in UTF-16 code units. */
export type Finding = { type: PersonalDataType; start: number; end: number };

/** Whether `cue` matches in the last `reach` characters before `at`. */
export function follows(text: string, at: number, cue: RegExp, reach = 48): boolean {
  return cue.test(text.slice(Math.max(0, at - reach), at));
}

/**
 * Stretches that match `value` (sticky) right behind a match of `cue` (global). Two patterns, because a cue may be
 * written in any case while a name shows by its capitals, and a case-insensitive `\\p{Lu}` matches every letter.
 */
export function* valuesAfter(text: string, cue: RegExp, value: RegExp): Generator<{ start: number; match: string }> {
  for (const found of text.matchAll(cue)) {
    value.lastIndex = found.index + found[0].length;
    const match = value.exec(text);
    if (match) yield { start: match.index, match: match[0] };
  }
}

/** The findings that stay when the earlier ones of the list win over those that overlap them; in text order. */
export function keepFirst(findings: Finding[]): Finding[] {
  const kept: Finding[] = [];
  const byStart: Finding[] = [];
  for (const finding of findings) {
    let low = 0;
    let high = byStart.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((byStart[middle]?.start ?? 0) < finding.start) low = middle + 1;
      else high = middle;
    }
    const before = byStart[low - 1];
    const after = byStart[low];
    if ((before && before.end > finding.start) || (after && after.start < finding.end)) continue;
    byStart.splice(low, 0, finding);
    kept.push(finding);
  }
  return byStart;
}
