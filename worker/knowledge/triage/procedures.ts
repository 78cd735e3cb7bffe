/** Written procedures: which one a conversation follows, and where in it it stands. */
import { analyze } from '../../text/analyze.ts';
import type { Turn } from './next-action.ts';

export type Procedure = {
  id: string;
  /** What each step says. */
  replies: Record<string, string>;
  /** The step that follows a step, or a state such as `yes` or `query_success`. */
  graph: Record<string, string>;
};

type Read = Procedure & { words: Map<string, number>; order: Map<string, number>; replyWords: Map<string, Set<string>> };
export type ProcedureIndex = { procedures: Read[]; rarity: Map<string, number>; holders: Map<string, number> };

export function procedureIndex(procedures: readonly Procedure[], language: string): ProcedureIndex {
  const read = procedures.map((procedure): Read => {
    const texts = Object.values(procedure.replies).join(' ');
    const words = new Map<string, number>();
    for (const word of analyze(`${texts} ${procedure.id.replaceAll('_', ' ')} ${procedure.id.replaceAll('_', ' ')}`, language))
      words.set(word, (words.get(word) ?? 0) + 1);
    const replyWords = new Map(
      Object.entries(procedure.replies).map(([action, text]) => [action, new Set(analyze(`${text} ${action.replaceAll('_', ' ')}`, language))]),
    );
    return { ...procedure, words, order: orderOf(procedure), replyWords };
  });
  const rarity = new Map<string, number>();
  for (const { words } of read) for (const word of words.keys()) rarity.set(word, (rarity.get(word) ?? 0) + 1);
  for (const [word, n] of rarity) rarity.set(word, Math.log((read.length + 1) / n));
  const holders = new Map<string, number>();
  for (const { replies } of read) for (const action of Object.keys(replies)) holders.set(action, (holders.get(action) ?? 0) + 1);
  return { procedures: read, rarity, holders };
}

/** Place of each step on the way from the start. */
function orderOf({ graph }: Procedure): Map<string, number> {
  const order = new Map<string, number>();
  const starts = ['hello', ...Object.keys(graph)];
  for (const start of starts) {
    let step: string | undefined = start;
    while (step !== undefined && !order.has(step)) {
      order.set(step, order.size);
      step = graph[step];
    }
  }
  return order;
}

export type Standing = {
  /** Id of the likeliest procedure, or an empty string. */
  best: string;
  possible: string[];
  /** How an action fits the likeliest procedures. */
  features(action: string): string[];
};

const FADING = 0.75;

const read = new Map<string, string[]>();
/** Turns are read again at every step of a conversation. */
function wordsOf(text: string, language: string): string[] {
  const key = `${language} ${text}`;
  let words = read.get(key);
  if (!words) {
    words = [...new Set(analyze(text, language).slice(0, 60))];
    if (read.size > 2_000) read.clear();
    read.set(key, words);
  }
  return words;
}

export function standing(history: readonly Turn[], done: readonly string[], index: ProcedureIndex, language: string): Standing {
  if (index.procedures.length === 0) return { best: '', possible: [], features: () => [] };
  const customer = history.filter((t) => t.who === 'customer').reverse();
  const latest = new Set(wordsOf(customer[0]?.text ?? '', language));
  const wanted = new Map<string, number>();
  for (const [age, turn] of customer.slice(0, 8).entries())
    for (const word of wordsOf(turn.text, language)) wanted.set(word, Math.max(wanted.get(word) ?? 0, FADING ** age));
  const systems = history.filter((t) => t.who === 'system');
  const called = systems.at(-1)?.text ?? '';
  const scored = index.procedures.map((procedure) => {
    let score = 0;
    for (const [word, weight] of wanted) if (procedure.words.has(word)) score += weight * (index.rarity.get(word) ?? 0);
    for (const [age, action] of [...done].reverse().slice(0, 8).entries()) {
      const holders = index.holders.get(action) ?? 0;
      if (procedure.replies[action] !== undefined && holders < 6) score += (3 * FADING ** age) / holders;
    }
    if (called.includes(`"${procedure.id}"`)) score += 2;
    return { procedure, score };
  });
  scored.sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  const likely = [first, second].filter((s) => s !== undefined && s.score > 0).map((s) => (s as { procedure: Read }).procedure);
  const afterSystem = history.at(-1)?.who === 'system';
  return {
    best: likely[0]?.id ?? '',
    possible: likely.flatMap((p) => Object.keys(p.replies)),
    features: (action) => likely.flatMap((procedure, rank) => fits(action, procedure, done, latest, index, afterSystem).map((f) => `${rank}:${f}`)),
  };
}

function fits(action: string, procedure: Read, done: readonly string[], latest: ReadonlySet<string>, index: ProcedureIndex, afterSystem: boolean): string[] {
  if (procedure.replies[action] === undefined) return ['foreign'];
  const found = ['own'];
  const inside = done.filter((d) => procedure.replies[d] !== undefined);
  const last = inside.at(-1) ?? 'hello';
  const next = procedure.graph[last];
  if (next === action) found.push('next');
  else if (next !== undefined) found.push('not-next');
  if (done.at(-1) === last && next === action) found.push('straight-next');
  const from = Object.entries(procedure.graph)
    .filter(([, to]) => to === action)
    .map(([state]) => state);
  for (const state of from)
    if (
      procedure.replies[state] !== undefined &&
      /^(?:yes|no|query_success|query_failure|info_missing2?|available|unavailable|correct|incorrect|done|noanswer)$/.test(state)
    )
      found.push(`after:${state}`);
  if (afterSystem && from.some((s) => s.startsWith('query') || s.includes('available'))) found.push('after-result');
  const place = procedure.order.get(action);
  const at = procedure.order.get(last);
  if (place !== undefined && at !== undefined) found.push(`distance:${Math.max(-3, Math.min(4, place - at))}`);
  if (done.includes(action)) found.push('done');
  const firstOpen = [...procedure.order.keys()].find((step) => procedure.replies[step] !== undefined && !done.includes(step) && step !== 'hello');
  if (firstOpen === action) found.push('first-open');
  const earlier = [...procedure.order].filter(([step, n]) => place !== undefined && n < place && /_ask_|^ask_/.test(step));
  if (earlier.length > 0) found.push(`asked-before:${Math.round((3 * earlier.filter(([step]) => done.includes(step)).length) / earlier.length)}`);
  let overlap = 0;
  for (const word of procedure.replyWords.get(action) ?? []) if (latest.has(word)) overlap += index.rarity.get(word) ?? 0;
  found.push(`says:${Math.min(4, Math.round(overlap))}`);
  return found;
}
