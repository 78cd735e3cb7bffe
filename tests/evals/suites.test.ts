import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/local/paths.ts';
import { options, suites } from './index.ts';

/** Every call of a suite as it is documented, on small samples in the formats of the public sets. */
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskgraph-suites-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(content) : content);
  return path;
}
const lines = (name: string, rows: readonly object[]): string => file(name, rows.map((row) => JSON.stringify(row)).join('\n'));
const run = async (suite: string, args: Record<string, string>): Promise<Record<string, unknown>> => {
  expect(Object.keys(args).filter((name) => !options[suite]?.includes(name))).toEqual([]);
  return (await suites[suite]?.(args)) as Record<string, unknown>;
};

const matters = ['printer', 'password', 'invoice', 'parcel', 'browser', 'calendar', 'camera', 'battery', 'voucher'];
const ways = ['does not work since Monday', 'shows an error', 'is lost', 'cannot be found', 'was changed by mistake', 'is too slow'];
const articles = matters.map((m) => ({
  slug: m,
  title: `Problems with the ${m}`,
  summary: `What to do about the ${m}`,
  text: `Open the ${m} page. Choose repair.`,
}));
const tickets = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const matter = matters[(i * 7) % matters.length] as string;
    const day = new Date(Date.UTC(2020, 0, 1) + (from + i) * 86_400_000).toISOString();
    return {
      id: String(from + i),
      created: day,
      locale: 'en-US',
      product: 'desk',
      topic: matter,
      tags: [matter],
      title: `My ${matter} ${ways[i % ways.length]}`,
      body: `Hello, the ${matter} ${ways[(i * 5) % ways.length]}, please help, case ${i}.`,
      answers: [],
      gold: [matter],
      gold_specific: [matter],
      agent_labels: i % 4 === 0 ? ['escalate'] : ['other', 'second'],
    };
  });
const intentCsv = (count: number): string => {
  const rows = Array.from({ length: count }, (_, i) => {
    const matter = matters[i % matters.length] as string;
    return `"my ${matter}, it ${ways[(i * 5) % ways.length]}",${matter}`;
  });
  return `text,category\n${rows.join('\n')}\n`;
};

test('articles, triage and slices print what they promise', async () => {
  const train = lines('train.jsonl.gz', tickets(0, 90));
  const later = lines('test.jsonl', tickets(90, 30));
  const ranked = await run('articles', { articles: lines('articles.jsonl', articles), train, test: later });
  for (const key of ['mrr@10', 'hit@1', 'recall@5', 'ndcg@10', 'ms_per_query', 'ci95', 'by_signal', 'graph_gain', 'ece', 'baseline'])
    expect(ranked).toHaveProperty([key]);
  const labelled = await run('triage', { train, test: later, label: 'escalate' });
  for (const key of ['auc', 'average_precision', 'ece', 'baseline']) expect(labelled).toHaveProperty([key]);
  await expect(run('triage', { train, label: 'nobody' })).rejects.toThrow('no ticket carries the label nobody');
  const slices = ['by_language', 'by_product', 'by_channel', 'by_length', 'by_issue'];
  for (const args of [{ articles: join(folder, 'articles.jsonl'), train, test: later }, { train, test: later, label: 'escalate' }, { train }]) {
    const sliced = await run('slices', args as Record<string, string>);
    for (const key of slices) expect(sliced).toHaveProperty([key]);
    expect(Object.keys(sliced.by_length as object).length).toBeGreaterThan(0);
  }
});

test('passages are read in three forms, answerable in the third', async () => {
  const documents = lines(
    'documents.jsonl',
    articles.map(({ slug, title, text }) => ({ id: slug, title, text })),
  );
  const passages = lines(
    'passages.jsonl.gz',
    articles.map(({ slug, title, text }) => ({ id: slug, title, text })),
  );
  const queries = lines('queries.jsonl', [{ id: 'q1', lastturn: 'and the printer?', questions: 'my battery\nand the printer?' }]);
  const qrels = file('qrels.tsv', 'query-id\tcorpus-id\tscore\nq1\tprinter\t1\n');
  const questions = lines('questions.jsonl', [{ id: 'a', question: 'The camera is broken', gold_doc: 'camera' }]);
  const own = lines(
    'own.jsonl.gz',
    matters.map((m, i) => ({
      id: m,
      question: `What about the ${m}?`,
      answer: 'Choose repair.',
      is_impossible: i % 3 === 0,
      contexts: articles.slice(i % 5, (i % 5) + 4).map(({ slug, text }) => ({ filename: slug, text })),
    })),
  );
  for (const args of [{ passages, queries, qrels }, { documents, questions }, { questions: own }]) {
    const found = await run('passages', args as Record<string, string>);
    for (const key of ['recall@5', 'ndcg@5', 'hit@1', 'hit@3', 'hit@10', 'baseline']) expect(found).toHaveProperty([key]);
  }
  const refused = await run('answerable', { questions: own });
  for (const key of ['auc', 'refused_impossible', 'risk_coverage']) expect(refused).toHaveProperty([key]);
});

test('intents are read in three forms', async () => {
  const oos = { train: [], val: [], test: [['what is the weather', 'oos']] };
  const rows = (count: number) =>
    intentCsv(count)
      .split('\n')
      .slice(1, -1)
      .map((row) => row.split(/","?|",/))
      .map(([text = '', label = '']) => [text.replaceAll('"', ''), label]);
  const json = file(
    'clinc.json.gz',
    JSON.stringify({ train: rows(108), val: rows(27), test: rows(9), oos_train: oos.train, oos_val: oos.val, oos_test: oos.test }),
  );
  const banking = [file('bank.csv.gz', intentCsv(108)), file('bank-test.csv', intentCsv(9))] as const;
  const hint = [
    file('hint.csv', intentCsv(108).replace('text,category', 'sentence,label')),
    file('hint-test.csv', `sentence,label\nhow old are you,NO_NODES_DETECTED\nmy printer is lost,printer\n`),
  ] as const;
  for (const [train, tested] of [banking, [json, json], hint] as const) {
    const read = await run('intents', { train, test: tested });
    for (const key of ['accuracy', 'oos_recall', 'mcc', 'macro_f1', 'ece']) expect(read).toHaveProperty([key]);
    expect(read.accuracy).toBeGreaterThan(0.5);
  }
});

test('actions and hand-off print what they promise', async () => {
  const dialogues = Array.from({ length: 40 }, (_, id) => ({
    id,
    tasks: [id % 2 ? 'refund' : 'password'],
    turns: [
      { who: 'customer', text: id % 2 ? 'I want my money back' : 'I forgot my password' },
      { who: 'agent', text: '', action: id % 2 ? 'ask_order' : 'ask_mail' },
      { who: 'customer', text: '1234' },
      { who: 'agent', text: '', action: id % 2 ? 'refund_confirm' : 'send_link' },
    ],
  }));
  const policies = file(
    'policies.json',
    JSON.stringify({ refund: { replies: { ask_order: 'Which order?', refund_confirm: 'Done.' }, graph: { ask_order: 'refund_confirm' } } }),
  );
  const path = lines('dialogues.jsonl', dialogues);
  const done = await run('actions', { train: path, test: path, policies });
  expect(done.accuracy).toBeGreaterThan(0.9);
  expect(done).toHaveProperty('accuracy_unseen_task');
  const asked = await run('handoff', {
    file: lines('handoff.jsonl.gz', [
      { text: 'human', language: 'en', handoff: true },
      { text: 'Wo ist mein Paket?', language: 'de', handoff: false },
    ]),
  });
  expect(asked).toMatchObject({ recall: 1, precision: 1 });
});

test('every suite says which options it knows', () => expect(Object.keys(options).sort()).toEqual(Object.keys(suites).sort()));

test('what is asked for wrongly is said in one sentence', async () => {
  await expect(run('handoff', { file: join(folder, 'nowhere.jsonl') })).rejects.toThrow(/nowhere\.jsonl is not there\.$/);
  await expect(run('triage', {})).rejects.toThrow('--train FILE is missing');
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'eval', 'handoff', '--fiel', 'x'], { cwd: root, encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, 'handoff: --fiel is not known; handoff takes --file.\n']);
});
