/** Reads the public intent sets in their own formats: banking77 and hint3 CSV, clinc150 JSON; gzip or plain. */
import { readText } from './read-json-lines.ts';

export type Utterance = {
  text: string;
  label: string | null;
  /** From a validation split: kept back from training when confidences are fitted. */
  later: boolean;
};

/** Labels that say "none of these". */
const OUTSIDE = /^(?:oos|out_of_scope|no_nodes_detected|none)$/i;

/** `part` decides which of a JSON file's splits are read: `train` reads train and val, `test` test, each with its out-of-scope rows. A CSV is one part. */
export function readIntents(path: string, part: 'train' | 'test'): Utterance[] {
  const text = readText(path);
  const rows = /^\s*[{[]/.test(text) ? jsonRows(text, part) : csvRows(text);
  return rows.map(([utterance, label, later = false]) => ({ text: utterance, label: OUTSIDE.test(label) ? null : label, later }));
}

type Row = [text: string, label: string, later?: boolean];

function jsonRows(text: string, part: 'train' | 'test'): Row[] {
  const parsed = JSON.parse(text) as [string, string][] | Record<string, [string, string][]>;
  if (Array.isArray(parsed)) return parsed;
  const read = (split: string, later: boolean): Row[] => [split, `oos_${split}`].flatMap((key) => (parsed[key] ?? []).map(([t, l]): Row => [t, l, later]));
  const named = part === 'test' ? read('test', false) : [...read('train', false), ...read('val', true)];
  return named.length > 0 ? named : Object.values(parsed).flat();
}

function csvRows(text: string): Row[] {
  const [header, ...rows] = parseCsv(text);
  const labelAt = Math.max(1, header?.findIndex((h) => /^(?:label|category|intent)$/i.test(h)) ?? 1);
  return rows.filter((r) => r.length > 1).map((r) => [r[labelAt === 0 ? 1 : 0] as string, r[labelAt] as string]);
}

/** Fields in quotes may hold commas, doubled quotes and line breaks (RFC 4180). */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
    if (match.index + match[0].length >= text.length) break;
  }
  return rows;
}
