import { findPersonalData } from '../../worker/text/personal-data.ts';
import { readJsonLines } from './read-json-lines.ts';

type Row = { text: string; spans: { type: string; start: number; end: number }[] };
type Count = { gold: number; found: number; hit: number; right: number };

/** Types whose form alone tells them. */
const patternTypes = ['CREDIT_CARD', 'IBAN_CODE', 'EMAIL_ADDRESS', 'IP_ADDRESS', 'PHONE_NUMBER', 'US_SSN', 'DOMAIN_NAME'];

/**
 * `pii --file F`: how much of the marked personal data is found, and how much of what is found is marked. A finding
 * meets a mark of the same type when their overlap is at least half of their union. Types without marks in the file
 * count as wrong findings under `all_types` only where they overlap no mark and the vault would hide them.
 */
export async function pii(args: Record<string, string | string[]>): Promise<object> {
  const rows = readJsonLines<Row>(String(args.file));
  const counts = new Map<string, Count>();
  const of = (type: string) => {
    const count = counts.get(type) ?? { gold: 0, found: 0, hit: 0, right: 0 };
    counts.set(type, count);
    return count;
  };
  const began = performance.now();
  const findings = rows.map((row) => findPersonalData(row.text));
  const elapsed = performance.now() - began;
  for (const [i, row] of rows.entries()) {
    const found = findings[i] ?? [];
    for (const mark of row.spans) {
      const count = of(mark.type);
      count.gold++;
      if (found.some((f) => f.type === mark.type && overlap(f, mark) >= 0.5)) count.hit++;
    }
    for (const finding of found) {
      const count = of(finding.type);
      count.found++;
      if (row.spans.some((mark) => mark.type === finding.type && overlap(finding, mark) >= 0.5)) count.right++;
    }
  }
  const total = (types: string[]) => {
    const sum = { gold: 0, found: 0, hit: 0, right: 0 };
    for (const type of types) for (const key of ['gold', 'found', 'hit', 'right'] as const) sum[key] += of(type)[key];
    return figures(sum);
  };
  const marked = [...counts].filter(([, count]) => count.gold > 0).map(([type]) => type);
  const pattern = total(patternTypes.filter((type) => marked.includes(type)));
  return {
    suite: 'pii',
    n: rows.length,
    recall: pattern.recall,
    precision: pattern.precision,
    all_types: total(marked),
    by_type: Object.fromEntries(marked.sort().map((type) => [type, { ...figures(of(type)), n: of(type).gold }])),
    ms_per_text: round(elapsed / Math.max(1, rows.length)),
  };
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

function figures(count: Count): { recall: number; precision: number } {
  return { recall: round(count.gold === 0 ? 1 : count.hit / count.gold), precision: round(count.found === 0 ? 1 : count.right / count.found) };
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;
