/** Ranking of tickets by the labels their agents gave. */

import { reliability } from '../../worker/knowledge/train/calibrate.ts';
import { detectLanguage } from '../../worker/text/language.ts';
import { usedLanguage } from '../../worker/text/used-language.ts';
import { auc, averagePrecision, option, round } from './classification.ts';
import { learnLabels, ticketOf } from './label-models.ts';
import { trainNaiveBayes } from './naive-bayes.ts';
import { readJsonLines } from './read-json-lines.ts';

/** `agent_labels` is what is predicted; `tags` repeats it and `sampled_as` follows from it, so neither is read. */
export type TriageRow = {
  id: string;
  created: string;
  locale: string;
  title: string;
  body: string;
  topic?: string;
  product?: string;
  channel?: string;
  agent_labels: string[];
};

/** Share of one file's tickets that is learned from; the later ones are tested. */
const EARLIER = 0.8;

/** `--train F --test F --label escalate`; without `--label` every label with ten examples, without `--test` the last fifth by time is tested. */
export async function triage(args: Record<string, string | string[]>): Promise<object> {
  const { train, test } = triageRows(args);
  return measureTriage(train, test, args.label === undefined ? null : option(args, 'label'));
}

/** The rows of `--train` and `--test`, or the earlier four fifths and the later fifth of `--train`. */
export function triageRows(args: Record<string, string | string[]>): { train: TriageRow[]; test: TriageRow[] } {
  const train = readRows(option(args, 'train'));
  if (args.test !== undefined) return { train, test: readRows(option(args, 'test')) };
  const byTime = train.toSorted((a, b) => Date.parse(a.created) - Date.parse(b.created) || a.id.localeCompare(b.id));
  const cut = Math.floor(byTime.length * EARLIER);
  return { train: byTime.slice(0, cut), test: byTime.slice(cut) };
}

function readRows(path: string): TriageRow[] {
  const rows = readJsonLines<TriageRow>(path);
  if (rows.length === 0 || !rows.every((r) => Array.isArray(r.agent_labels))) throw new Error(`${path} holds no tickets with agent_labels.`);
  return rows;
}

export function measureTriage(train: TriageRow[], test: TriageRow[], only: string | null): object {
  const { model, guesses, bytes, seconds, ms } = scoreTriage(train, test);
  const learned = model.groups.find((g) => g.name === 'tag')?.labels ?? [];
  if (only !== null && ![...train, ...test].some((r) => r.agent_labels.some((l) => l.toLowerCase() === only.toLowerCase())))
    throw new Error(`no ticket carries the label ${only}.`);
  const labels = only === null ? learned : [only.toLowerCase()];
  const byLabel = Object.fromEntries(
    labels.map((label) => [
      label,
      figures(
        label,
        train,
        test,
        guesses.map((g) => g.confidence),
      ),
    ]),
  );
  const of = only === null ? {} : byLabel[only.toLowerCase()];
  return {
    suite: 'triage',
    n: test.length,
    label: only,
    ...of,
    // Of a label with too few examples nothing is known: its score is the same for all.
    ...(only !== null && !learned.includes(only.toLowerCase()) ? { learned: false } : {}),
    ...(only === null ? { labels: byLabel } : {}),
    train_seconds: round(seconds, 1),
    ms_per_ticket: round(ms, 3),
    model_bytes: bytes,
  };
}

/** Learns from `train` and gives each ticket of `test` the language it was read in and the confidence of every label. */
export function scoreTriage(train: readonly TriageRow[], test: readonly TriageRow[]) {
  const learned = learnLabels(
    train.map((r) => ticketOf({ id: r.id, subject: r.title, body: r.body, locale: r.locale, createdAt: r.created, tags: r.agent_labels })),
  );
  const started = performance.now();
  const guesses = test.map((r) => {
    const language = usedLanguage(detectLanguage(r.body.length > 40 ? r.body : `${r.title}\n${r.body}`), r.locale);
    const group = learned.model.predict(`${r.title}\n${r.body}`, language).find((g) => g.name === 'tag');
    return { language, confidence: new Map(group?.guesses.map((g) => [g.label, g.confidence])) };
  });
  return { ...learned, guesses, ms: (performance.now() - started) / test.length };
}

function figures(label: string, train: TriageRow[], test: TriageRow[], guesses: Map<string, number>[]): object {
  const has = (r: TriageRow): boolean => r.agent_labels.some((l) => l.toLowerCase() === label);
  const hits = test.map(has);
  const scores = guesses.map((g) => g.get(label) ?? 0);
  const bayes = trainNaiveBayes(train.map((r) => ({ text: `${r.title}\n${r.body}`, label: has(r) ? 'yes' : 'no' })));
  const plain = test.map((r) => {
    const [no, yes] = bayes.logOdds(`${r.title}\n${r.body}`) as [number, number];
    return yes - no;
  });
  return {
    positive: hits.filter(Boolean).length,
    auc: round(auc(scores, hits)),
    average_precision: round(averagePrecision(scores, hits)),
    ece: round(reliability(scores, hits).ece),
    baseline: { name: 'naive_bayes', auc: round(auc(plain, hits)), average_precision: round(averagePrecision(plain, hits)) },
  };
}
