/** Next best action on recorded service conversations, whose agents followed written procedures. */

import { openContainer, writeContainer } from '../../worker/knowledge/snapshot/container.ts';
import { trainNextAction } from '../../worker/knowledge/train/next-action.ts';
import { type ActionModel, openActionModel } from '../../worker/knowledge/triage/next-action.ts';
import type { Procedure } from '../../worker/knowledge/triage/procedures.ts';
import type { Turn } from '../../worker/knowledge/triage/turn.ts';
import { option, round } from './classification.ts';
import { readJsonLines, readText } from './read-json-lines.ts';

type RawTurn = { who: 'customer' | 'agent' | 'system'; text?: string; action?: string | null; api?: string; constraints?: unknown; api_result?: string };
type Dialogue = { id: number; tasks: string[]; turns: RawTurn[] };

/** Folds in which every task is once unknown. */
const TASK_FOLDS = 4;
/** Dialogues learned from in each of these folds: enough for what does not depend on the task. */
const FOLD_DIALOGUES = 1_500;

/**
 * `--train F --test F --policies F`. With one file for both, a fifth of the dialogues is the test. `accuracy_unseen_task`:
 * for each fold of tasks, learned without any dialogue of them, tested on dialogues of theirs alone; their written
 * procedures are known.
 */
export async function actions(args: Record<string, string | string[]>): Promise<object> {
  const paths = [option(args, 'train'), option(args, 'test')] as const;
  const policies = JSON.parse(readText(option(args, 'policies'))) as Record<string, Omit<Procedure, 'id'>>;
  const procedures = Object.entries(policies).map(([id, { replies, graph }]): Procedure => ({ id, replies, graph }));
  const all = readJsonLines<Dialogue>(paths[0]);
  const same = paths[0] === paths[1];
  const train = same ? all.filter((d) => !isTest(d.id)) : all;
  const test = same ? all.filter((d) => isTest(d.id)) : readJsonLines<Dialogue>(paths[1]);

  const started = performance.now();
  const model = learn(train, procedures);
  const seconds = (performance.now() - started) / 1000;
  const predicting = performance.now();
  const seen = accuracy(model, test);
  const ms = (performance.now() - predicting) / Math.max(1, seen.n);
  const unseen = unseenTasks(train, test, procedures);
  return {
    suite: 'actions',
    n: seen.n,
    accuracy: round(seen.right / seen.n),
    accuracy_unseen_task: round(unseen.right / Math.max(1, unseen.n)),
    n_unseen_task: unseen.n,
    train_seconds: round(seconds, 1),
    ms_per_step: round(ms, 3),
    baseline: { name: 'most frequent action after the last one, by task', accuracy: round(baseline(train, test)) },
  };
}

const isTest = (id: number): boolean => (Math.imul(id + 1, 0x9e3779b1) >>> 0) % 5 === 0;

function learn(dialogues: readonly Dialogue[], procedures: readonly Procedure[]): ActionModel {
  const sections = trainNextAction(
    dialogues.map(({ turns }) => ({ turns: turns.map(toTurn), language: 'en' })),
    procedures,
  );
  const model = openActionModel(openContainer(writeContainer(sections).buffer as ArrayBuffer));
  if (!model) throw new Error('the training file holds too few actions');
  return model;
}

/** A query's own words are what was asked of the system. */
function toTurn({ who, text, action, api, constraints, api_result }: RawTurn): Turn {
  const call = api ? JSON.stringify({ api, constraints }) : '';
  return { who, text: text ?? api_result ?? call, action: who === 'agent' ? (action ?? null) : null };
}

function accuracy(model: ActionModel, dialogues: readonly Dialogue[]): { n: number; right: number } {
  let n = 0;
  let right = 0;
  for (const { turns } of dialogues) {
    const read = turns.map(toTurn);
    for (const [i, turn] of read.entries()) {
      if (turn.action === null) continue;
      n += 1;
      if (model.predict(read.slice(Math.max(0, i - 40), i))[0]?.action === turn.action) right += 1;
    }
  }
  return { n, right };
}

function unseenTasks(train: readonly Dialogue[], test: readonly Dialogue[], procedures: readonly Procedure[]): { n: number; right: number } {
  const tasks = [...new Set(test.flatMap((d) => d.tasks))].sort();
  let n = 0;
  let right = 0;
  for (let fold = 0; fold < TASK_FOLDS; fold += 1) {
    const hidden = new Set(tasks.filter((_, i) => i % TASK_FOLDS === fold));
    const asked = test.filter((d) => d.tasks.length > 0 && d.tasks.every((t) => hidden.has(t)));
    if (asked.length === 0) continue;
    const model = learn(train.filter((d) => !d.tasks.some((t) => hidden.has(t))).slice(0, FOLD_DIALOGUES), procedures);
    const found = accuracy(model, asked);
    n += found.n;
    right += found.right;
  }
  return { n, right };
}

/** For each task and last action, what was done most often after it. */
function baseline(train: readonly Dialogue[], test: readonly Dialogue[]): number {
  const counts = new Map<string, Map<string, number>>();
  const walk = (dialogues: readonly Dialogue[], visit: (key: string, action: string) => void): void => {
    for (const { tasks, turns } of dialogues) {
      let last = '(start)';
      for (const { who, action } of turns) {
        if (who !== 'agent' || action === null || action === undefined) continue;
        visit(`${tasks[0]} ${last}`, action);
        last = action;
      }
    }
  };
  walk(train, (key, action) => {
    const row = counts.get(key) ?? new Map<string, number>();
    row.set(action, (row.get(action) ?? 0) + 1);
    counts.set(key, row);
  });
  let n = 0;
  let right = 0;
  walk(test, (key, action) => {
    n += 1;
    const best = [...(counts.get(key) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0];
    if (best === action) right += 1;
  });
  return right / Math.max(1, n);
}
