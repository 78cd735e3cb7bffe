/**
 * `policies --documents F --policies F … --tasks F …`: written support policies read as typed ones, and matched with what customers
 * of the tasks want. Tasks name the policies they need (`required_documents`) or the actions that solve them; neither is
 * seen while reading or matching.
 */
import { readFileSync } from 'node:fs';
import type { Policy } from '#shared/policy';
import { matchPolicies } from '../../worker/pipeline/triage/match-policies.ts';
import { contentTerms } from '../../worker/text/content-terms.ts';
import { readMaybeGzip } from './load-folder.ts';
import { round } from './metrics.ts';
import { readWrittenPolicy, type Vocabulary, type Written } from './policies/read-written-policy.ts';
import { readJsonLines } from './read-json-lines.ts';

type Task = {
  id: string;
  user_scenario: { instructions: string | Record<string, string> };
  evaluation_criteria: { actions?: { name: string; arguments?: Record<string, unknown> }[] | null };
  required_documents?: string[];
};

/** Titles that hold a word or pair, up to which it tells policies apart. */
const FEW = { share: 0.015, least: 2 };
/** Actions that only look something up. */
const LOOKS = /^(?:get|find|search|list|calculate|think|transfer|log)_/;

export async function policies(args: Record<string, string | string[]>): Promise<object> {
  const files = (name: string) => [args[name] ?? []].flat().filter((file) => file !== '');
  const tasks = files('tasks').flatMap((file) => JSON.parse(readMaybeGzip(file) ?? '[]') as Task[]);
  const documents = files('documents').flatMap((file) => readJsonLines<{ id: string; title: string; content: string }>(file).map(written));
  const sections = files('policies').flatMap((file) => sectionsOf(file));
  const read = typed(documents);
  const parts = typed(sections);
  const byDocument = documentFigures(
    read,
    tasks.filter((task) => (task.required_documents ?? []).length > 0),
  );
  const bySection = sectionFigures(
    parts,
    tasks.filter((task) => !task.required_documents),
  );
  return {
    suite: 'policies',
    n: tasks.length,
    documents: documents.length,
    written: files('policies').length,
    typed: count([...read, ...parts]),
    with_condition: round(share([...read, ...parts], ({ when }) => when.keywords.length > 0 || when.amountAbove !== null)),
    escalate: byDocument.escalate,
    ask_identity: byDocument.ask_identity,
    needed_fired: byDocument.needed_fired,
    sections_fired: bySection.needed_fired,
    by_document: byDocument,
    by_section: bySection,
  };
}

const written = ({ id, title, content }: { id: string; title: string; content: string }): Written => {
  const product = id
    .replace(/^doc_/, '')
    .replace(/_\d+$/, '')
    .replace(/^(?:business_|personal_)?(?:bank_accounts|checking_accounts|savings_accounts|credit_cards|buy_now_pay_later)_/, '');
  return { id, title, text: content, product: /general/.test(product) ? null : product.replace(/_/g, ' ').replace(/ \(.*\)$/, '') };
};

/** The parts of a policy under headings of its own that say what may be done. */
function sectionsOf(file: string): Written[] {
  return readFileSync(file, 'utf8')
    .split(/^(?=#{2,3} )/m)
    .flatMap((part) => {
      const title = /^#{2,3} (.+)/.exec(part)?.[1]?.trim();
      return title ? [{ id: `${file.split('/').at(-1)}#${title}`, title, text: part.slice(part.indexOf('\n')), product: null }] : [];
    });
}

function typed(list: readonly Written[]): Policy[] {
  const held = new Map<string, number>();
  const keys = (terms: readonly string[]) => [...terms, ...terms.slice(1).map((term, i) => `${terms[i]} ${term}`)];
  for (const { title } of list) for (const key of new Set(keys(contentTerms(title, 'en')))) held.set(key, (held.get(key) ?? 0) + 1);
  const vocabulary: Vocabulary = { tells: (terms) => (held.get(terms.join(' ')) ?? 1) <= Math.max(FEW.least, list.length * FEW.share) };
  return list.map((each) => readWrittenPolicy(each, vocabulary));
}

const situation = ({ user_scenario: { instructions } }: Task): string =>
  typeof instructions === 'string' ? instructions : Object.values(instructions).join('\n');
const share = <T>(list: readonly T[], has: (item: T) => boolean): number => list.filter(has).length / Math.max(1, list.length);
const has = (task: Task, pattern: RegExp) => (task.evaluation_criteria.actions ?? []).some(({ name }) => pattern.test(name));

function count(list: readonly Policy[]) {
  const n = (test: (policy: Policy) => boolean) => list.filter(test).length;
  return {
    policies: list.length,
    escalate: n(({ then }) => then.escalate !== null),
    ask_identity: n(({ then }) => then.askIdentity),
    forbid: n(({ then }) => then.forbid.length > 0),
    say: n(({ then }) => then.say.length > 0),
    authorises: n(({ then }) => then.authorises.length > 0),
    amount: n(({ when }) => when.amountAbove !== null),
    product: n(({ when }) => when.intents.length > 0),
    tier: n(({ when }) => when.tiers.length > 0),
  };
}

function fired(list: readonly Policy[], text: string): Policy[] {
  const plain = ` ${text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')} `;
  const tags = [...new Set(list.flatMap(({ when }) => when.intents))].filter((product) => plain.includes(` ${product} `));
  const facts = { text, tags, ticket: { channel: 'email' as const, tags: [], customer: { tier: null, plan: null, region: null, version: null, brand: null } } };
  return matchPolicies(list, facts as unknown as Parameters<typeof matchPolicies>[1]).map(({ policy }) => policy);
}

/** Whether the needed policies fire, how many others do, and whether what they demand is what the task's solution does. */
function documentFigures(list: readonly Policy[], tasks: readonly Task[]) {
  const byId = new Map(list.map((policy) => [policy.id, policy]));
  const rows = tasks.map((task) => ({ task, needed: task.required_documents ?? [], found: fired(list, situation(task)) }));
  const hits = rows.map(({ needed, found }) => needed.filter((id) => found.some((policy) => policy.id === id)).length / needed.length);
  const demand = (action: RegExp, asks: (policy: Policy) => boolean) => {
    const said = rows.map(({ task, needed }) => ({ wanted: has(task, action), read: needed.some((id) => asks(byId.get(id) as Policy)) }));
    const right = said.filter(({ wanted, read }) => wanted && read).length;
    return {
      recall: round(right / Math.max(1, said.filter(({ wanted }) => wanted).length)),
      precision: round(right / Math.max(1, said.filter(({ read }) => read).length)),
    };
  };
  return {
    tasks: rows.length,
    needed_fired: round(hits.reduce((sum, hit) => sum + hit, 0) / Math.max(1, hits.length)),
    any_needed_fired: round(share(hits, (hit) => hit > 0)),
    fired: round(rows.reduce((sum, { found }) => sum + found.length, 0) / Math.max(1, rows.length)),
    of: list.length,
    escalate: demand(/transfer/, ({ then }) => then.escalate !== null),
    ask_identity: demand(/^log_verification$/, ({ then }) => then.askIdentity),
  };
}

/** Whether the section that rules an action of the solution fires: the one whose heading shares most words with its name. */
function sectionFigures(list: readonly Policy[], tasks: readonly Task[]) {
  const rule = (action: string): Policy | null => {
    const words = contentTerms(action.replace(/_/g, ' ').replace('update', 'modify').replace('reservation', 'flight'), 'en');
    const scored = list.map((policy) => ({ policy, shared: contentTerms(policy.title, 'en').filter((term) => words.includes(term)).length }));
    const best = scored.toSorted((a, b) => b.shared - a.shared)[0];
    return best && best.shared > 1 ? best.policy : null;
  };
  const rows = tasks.flatMap((task) => {
    const wanted = new Set((task.evaluation_criteria.actions ?? []).filter(({ name }) => !LOOKS.test(name)).flatMap(({ name }) => rule(name) ?? []));
    return wanted.size === 0 ? [] : [{ wanted: [...wanted], found: fired(list, situation(task)) }];
  });
  const hits = rows.map(({ wanted, found }) => wanted.filter((policy) => found.includes(policy)).length / wanted.length);
  return {
    tasks: rows.length,
    needed_fired: round(hits.reduce((sum, hit) => sum + hit, 0) / Math.max(1, hits.length)),
    fired: round(rows.reduce((sum, { found }) => sum + found.length, 0) / Math.max(1, rows.length)),
    of: list.length,
  };
}
