/** `all`: every suite that the data folder can feed, each in a process of its own, and `docs/evaluation.md` written from what they print. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/local/paths.ts';
import { type GraphResult, graphPage } from './graph-page.ts';
import { METHOD } from './method.ts';
import { type SliceResults, slicesPage } from './slices-page.ts';

type Result = Record<string, unknown>;
type Line = { title: string; suite: string; args: string[]; figures: string[]; aim: string; baseline?: string[] };

const RANKING = ['mrr@10', 'hit@1', 'recall@5', 'ndcg@10', 'ms_per_query', 'ece', 'models_mb'];
const PASSAGES = ['recall@5', 'ndcg@5', 'hit@1', 'hit@3', 'hit@10'];
const INTENTS = ['accuracy', 'oos_recall', 'mcc', 'macro_f1', 'ece'];

const triageLine = (label: string, aim: string): Line => ({
  title: `triage, Firefox, ${label}, learn from the earlier four fifths`,
  suite: 'triage',
  args: ['--train', 'sumo/triage.jsonl.gz', '--label', label],
  figures: ['auc', 'average_precision', 'ece'],
  baseline: ['auc', 'average_precision'],
  aim,
});

/** Paths are below the data folder. */
const lines: Line[] = [
  {
    title: 'articles, Firefox, learn < 2019-12, test 2019-12 and 2020-01',
    suite: 'articles',
    args: ['--articles', 'sumo/articles.jsonl.gz', '--train', 'sumo/tickets.jsonl.gz'],
    figures: RANKING,
    baseline: ['mrr@10', 'recall@5', 'ms_per_query'],
    aim: 'MRR@10 ≥ 0.42, recall@5 ≥ 0.50, ≤ 2 ms',
  },
  {
    title: 'passages, mtrag',
    suite: 'passages',
    args: ['--passages', 'mtrag/passages.jsonl.gz', '--queries', 'mtrag/queries.jsonl.gz', '--qrels', 'mtrag/qrels.tsv'],
    figures: PASSAGES,
    baseline: ['recall@5'],
    aim: 'recall@5 ≥ 0.38',
  },
  {
    title: 'passages, wixqa',
    suite: 'passages',
    args: ['--questions', 'wixqa/questions.jsonl.gz'],
    figures: PASSAGES,
    baseline: ['hit@3'],
    aim: 'hit@3 ≥ 0.88',
  },
  {
    title: 'passages, techqa',
    suite: 'passages',
    args: ['--questions', 'techqa/questions.jsonl.gz'],
    figures: PASSAGES,
    baseline: ['hit@1', 'recall@5'],
    aim: '–',
  },
  {
    title: 'passages, aws_docs',
    suite: 'passages',
    args: ['--documents', 'aws_docs/documents.jsonl.gz', '--questions', 'aws_docs/questions.jsonl'],
    figures: PASSAGES,
    baseline: ['hit@1', 'hit@10'],
    aim: 'hit@1 ≥ 0.66, hit@10 ≥ 0.92',
  },
  {
    title: 'intents, banking77',
    suite: 'intents',
    args: ['--train', 'banking77/train.csv.gz', '--test', 'banking77/test.csv.gz'],
    figures: INTENTS,
    aim: 'accuracy ≥ 0.91',
  },
  {
    title: 'intents, clinc150',
    suite: 'intents',
    args: ['--train', 'clinc150_oos/data_full.json.gz', '--test', 'clinc150_oos/data_full.json.gz'],
    figures: INTENTS,
    aim: 'accuracy ≥ 0.92, oos_recall ≥ 0.60',
  },
  {
    title: 'intents, hint3 v2 curekart',
    suite: 'intents',
    args: ['--train', 'hint3/v2_train_curekart_train.csv', '--test', 'hint3/v2_test_curekart_test.csv'],
    figures: INTENTS,
    aim: 'MCC ≥ 0.45 on an unseen shop',
  },
  {
    title: 'intents, hint3 v2 sofmattress',
    suite: 'intents',
    args: ['--train', 'hint3/v2_train_sofmattress_train.csv', '--test', 'hint3/v2_test_sofmattress_test.csv'],
    figures: INTENTS,
    aim: 'MCC ≥ 0.45 on an unseen shop',
  },
  triageLine('escalate', 'AUC ≥ 0.80'),
  triageLine('needs_info', 'AUC ≥ 0.72'),
  triageLine('not_our_product', 'AUC ≥ 0.85'),
  triageLine('spam', 'AUC ≥ 0.95'),
  {
    title: 'answerable, techqa',
    suite: 'answerable',
    args: ['--questions', 'techqa/questions.jsonl.gz'],
    figures: ['auc', 'refused_impossible'],
    aim: 'refused_impossible ≥ 0.60 at ≤ 10 % wrongly refused',
  },
  {
    title: 'hand-off, small sample',
    suite: 'handoff',
    args: ['--file', 'handoff/requests.jsonl.gz'],
    figures: ['recall', 'precision'],
    baseline: ['recall', 'precision'],
    aim: 'recall ≥ 0.98, precision ≥ 0.95',
  },
  {
    title: 'actions, star',
    suite: 'actions',
    args: ['--train', 'star/dialogues.jsonl.gz', '--test', 'star/dialogues.jsonl.gz', '--policies', 'star/task_policies.json'],
    figures: ['accuracy', 'accuracy_unseen_task'],
    baseline: ['accuracy'],
    aim: 'accuracy ≥ 0.72',
  },
  {
    title: 'grounding, techqa',
    suite: 'grounding',
    args: ['--questions', 'techqa/questions.jsonl.gz'],
    figures: ['caught', 'true_lost'],
    aim: 'caught ≥ 0.95, true_lost ≤ 0.05',
  },
  {
    title: 'drafts, techqa, extractive',
    suite: 'drafts',
    args: ['--questions', 'techqa/questions.jsonl.gz'],
    figures: ['f1', 'ratio', 'cited'],
    baseline: ['f1'],
    aim: 'ratio ≥ 1.25, all cited',
  },
  {
    title: 'personal data',
    suite: 'pii',
    args: ['--file', 'pii/sentences.jsonl.gz'],
    figures: ['recall', 'precision', 'all_types'],
    aim: 'recall ≥ 0.97, precision ≥ 0.95; over all types near 0.84 / 0.87',
  },
  {
    title: 'written policies, tau2',
    suite: 'policies',
    args: [
      '--documents',
      'tau2_banking_knowledge/documents.jsonl.gz',
      '--policies',
      'tau2_retail_airline/retail_policy.md',
      'tau2_retail_airline/airline_policy.md',
      '--tasks',
      'tau2_banking_knowledge/tasks.json.gz',
      'tau2_retail_airline/retail_tasks.json.gz',
      'tau2_retail_airline/airline_tasks.json.gz',
    ],
    figures: ['with_condition', 'escalate', 'ask_identity', 'needed_fired', 'sections_fired'],
    aim: 'an exercise in reading and matching',
  },
];

export async function all(args: Record<string, string | string[]>): Promise<object> {
  const data = String(args.data ?? join(root, '../shared/data'));
  const results: Record<string, Result> = {};
  const run = (suite: string, given: readonly string[]): Result => {
    const paths = given.map((word) => (word.includes('.') ? join(data, word) : word));
    return paths.some((path, i) => path !== given[i] && !existsSync(path)) ? { skipped: 'the data is not here' } : runSuite(suite, paths);
  };
  for (const { title, suite, args: given } of lines) results[title] = run(suite, given);
  const history = ['--articles', 'sumo/articles.jsonl.gz', '--train', 'sumo/tickets.jsonl.gz'];
  const slices: SliceResults = {
    articles: run('slices', history),
    locales: run('slices', [...history, '--test', 'sumo/tickets_other_locales.jsonl.gz']),
    triage: run('slices', ['--train', 'sumo/triage.jsonl.gz']),
  };
  const folder = join(data, 'sumo');
  const graph = existsSync(folder) ? runSuite('graph', ['--folder', folder]) : { skipped: 'the data is not here' };
  writeFileSync(join(root, 'docs/evaluation.md'), page(results, graph, slices));
  return { suite: 'all', written: 'docs/evaluation.md', results, slices };
}

function runSuite(suite: string, paths: string[]): Result {
  process.stderr.write(`${suite} ${paths.join(' ')}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'eval', suite, ...paths, '--json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return status === 0 ? (JSON.parse(stdout) as Result) : { skipped: `failed: ${stderr.trim().split('\n').at(-1) ?? ''}` };
}

const show = (value: unknown): string => (typeof value === 'number' ? String(Math.round(value * 10_000) / 10_000) : JSON.stringify(value));
const pick = (result: Result, names: readonly string[]): string =>
  names.flatMap((name) => (result[name] === undefined || result[name] === null ? [] : [`${name} ${show(result[name])}`])).join(', ');

type Gain = { gain: number; ci95: [number, number] };

/** What each signal of the ranking is worth on the articles suite; `graph` is its `graph_gain`. */
function signalsPage({ by_signal }: Result): string {
  const rows = Object.entries((by_signal ?? {}) as Record<string, Gain>).map(
    ([name, { gain, ci95 }]) => `| ${name} | ${show(gain)} | ${ci95.map(show).join(' to ')} |`,
  );
  if (rows.length === 0) return '';
  return `## What each signal is worth

MRR@10 of the first line of the table less that without the signal, with its 95 % interval (paired bootstrap); \`graph\` is \`graph_gain\`: the same history used flat.

| signal | gain | interval |
| --- | --- | --- |
${rows.join('\n')}
`;
}

function page(results: Record<string, Result>, graph: Result, slices: SliceResults): string {
  const rows = lines.map(({ title, figures, baseline, aim }) => {
    const result = results[title] ?? {};
    if (typeof result.skipped === 'string') return `| ${title} | not measured: ${result.skipped} | – | ${aim} |`;
    const base = baseline && result.baseline ? pick(result.baseline as Result, baseline) : '–';
    return `| ${title} (n = ${show(result.n)}) | ${pick(result, figures) || 'too few examples before the split to learn from'} | ${base} | ${aim} |`;
  });
  return `# Evaluation

Written by \`npm run eval -- all\` on ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}. Every figure comes from the product's own code on real public data that lies beside the
project, with its baseline measured in the same run. Nothing here is tuned to a test split on purpose; what was looked at while building is said below.

| suite | measured | baseline | to reach |
| --- | --- | --- | --- |
${rows.join('\n')}

${signalsPage(results[lines[0]?.title ?? ''] ?? {})}
${'skipped' in graph ? '' : `${graphPage(graph as GraphResult)}\n`}${slicesPage(slices)}
${METHOD}`;
}
