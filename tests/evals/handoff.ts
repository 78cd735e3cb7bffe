/** `handoff --file F`: does the customer ask for a person? The detector of the triage stage, against a plain word list. */
import { asksForHuman } from '../../worker/pipeline/triage/asks-for-human/index.ts';
import { option } from './classification.ts';
import { round } from './metrics.ts';
import { readJsonLines } from './read-json-lines.ts';

type Row = { text: string; language?: string; handoff: boolean };

const words =
  /\b(?:human|person|agent|representative|manager|supervisor|mensch|mitarbeiter|persona|agente|personne|conseiller|pessoa|atendente)\b|担当者|オペレーター/iu;

export async function handoff(args: Record<string, string | string[]>): Promise<object> {
  const rows = readJsonLines<Row>(option(args, 'file'));
  if (rows.length === 0 || !rows.every((row) => typeof row.text === 'string' && typeof row.handoff === 'boolean'))
    throw new Error(`${option(args, 'file')} holds no rows with text and handoff.`);
  const languages = [...new Set(rows.map((row) => row.language ?? 'unknown'))].sort();
  const ours = (row: Row): boolean => asksForHuman(row.text).asks;
  return {
    suite: 'handoff',
    n: rows.length,
    ...measure(rows, ours),
    by_language: Object.fromEntries(
      languages.map((language) => {
        const own = rows.filter((row) => (row.language ?? 'unknown') === language);
        return [language, { n: own.length, ...measure(own, ours) }];
      }),
    ),
    baseline: { name: 'word list', ...measure(rows, (row) => words.test(row.text)) },
  };
}

function measure(rows: readonly Row[], says: (row: Row) => boolean): { recall: number; precision: number } {
  const asked = rows.filter((row) => row.handoff);
  const said = rows.filter(says);
  const right = said.filter((row) => row.handoff).length;
  return { recall: round(asked.length === 0 ? 1 : right / asked.length), precision: round(said.length === 0 ? 1 : right / said.length) };
}
