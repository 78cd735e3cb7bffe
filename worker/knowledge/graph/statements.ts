/** Sentences of two articles of which one denies what the other says. */
import { contentTerms } from '../../text/content-terms.ts';
import { fold } from '../../text/fold.ts';
import { isInstruction } from '../split/steps.ts';
import type { Article, Passage } from '../types.ts';
import { passageSentences } from './passage-sentences.ts';
import { namesOf, otherNames, sameScope } from './scope.ts';
import { subjects } from './subjects.ts';

/** Places in the table of passages. */
export type Agreement = {
  a: number;
  b: number /** 0 to 1: share of the shorter passage that stands in both, or likeness of the two sentences. */;
  likeness: number;
};

const NEGATORS = new Set(
  'not no never none cannot unable without nicht kein keine keinen keinem keiner keines nie niemals ohne pas jamais aucun aucune sans nunca jamas ningun ninguna sin nao nenhum nenhuma sem non mai nessun nessuna senza niet geen nooit zonder'.split(
    ' ',
  ),
);
/** Words for the contrary: `is disabled` denies `is enabled` as `is not enabled` does. */
const CONTRARIES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'disabled:enabled unavailable:available impossible:possible unsupported:supported prohibited:allowed forbidden:allowed disallowed:allowed incompatible:compatible ' +
    'excluded:included optional:required unlimited:limited nonrefundable:refundable unnecessary:necessary unable:able deaktiviert:aktiviert unmoglich:moglich inkompatibel:kompatibel verboten:erlaubt ' +
    'ausgeschlossen:eingeschlossen desactive:active indisponible:disponible interdit:autorise incompatible:compatible facultatif:obligatoire desactivado:activado imposible:posible prohibido:permitido ' +
    'opcional:obligatorio desativado:ativado indisponivel:disponivel impossivel:possivel disattivato:attivato impossibile:possibile vietato:consentito'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
/** A condition or an exception makes two sentences speak of different cases. */
const CONDITIONS = new Set(
  'if when unless until except only before after while but wenn falls ausser nur bevor nachdem bis aber si quand sauf seulement avant apres mais cuando salvo solo antes despues pero se quando exceto apenas depois mas tranne soltanto prima dopo als tenzij alleen voordat nadat maar'.split(
    ' ',
  ),
);
const LEAST_WORDS = 4;
/** One word may differ in ten, the negation left out. */
const LEAST_LIKENESS = 0.9;
const MAX_FOUND = 200;

/** A sentence in more articles than this is a template. */
const TEMPLATE = 4;

type Statement = { passage: number; article: number; words: Set<string>; negations: number; conditions: string; sentence: string; language: string };

/** Pairs of passages, at most one for two articles, the most alike first. Precision first: a condition or a number in one only, or another name, and they are let be. */
export function findDenials(articles: readonly Article[], passages: readonly Passage[]): Agreement[] {
  const statements = withoutTemplates(passages.flatMap((passage, i) => statementsOf(passage, i, articles[passage.article]?.language ?? 'en')));
  const denials = new Map<number, Statement[]>();
  for (const denial of statements) {
    for (const sum of denial.negations === 1 ? nearSums(denial.words) : []) {
      const list = denials.get(sum);
      if (list) list.push(denial);
      else denials.set(sum, [denial]);
    }
  }
  const best = new Map<string, Agreement>();
  const about = subjects(articles, passages);
  const sayings = Map.groupBy(
    statements.filter(({ negations }) => negations === 0),
    ({ article }) => article,
  );
  // Looked for among one article's statements when it is asked: sums of all of them would fill an isolate.
  const saysToo = (article: number, sum: number): boolean => (sayings.get(article) ?? []).some(({ words }) => nearSums(words).includes(sum));
  for (const said of statements) {
    if (said.negations !== 0) continue;
    const near = [...new Set(nearSums(said.words).flatMap((sum) => denials.get(sum) ?? []))];
    // An article that says both speaks of two cases.
    if (near.some(({ article }) => article === said.article)) continue;
    for (const denied of near)
      if (!saysToo(denied.article, sumOfWords(said.words)) && !about.differ(said.article, denied.article)) keep(best, articles, said, denied);
  }
  return [...best.values()].sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b).slice(0, MAX_FOUND);
}

function withoutTemplates(statements: readonly Statement[]): Statement[] {
  const articlesSaying = new Map<number, Set<number>>();
  for (const { words, article } of statements) {
    const sum = sumOfWords(words);
    articlesSaying.set(sum, (articlesSaying.get(sum) ?? new Set()).add(article));
  }
  return statements.filter(({ words }) => (articlesSaying.get(sumOfWords(words))?.size ?? 0) <= TEMPLATE);
}

function keep(best: Map<string, Agreement>, articles: readonly Article[], said: Statement, denied: Statement): void {
  const [one, two] = [articles[said.article], articles[denied.article]] as [Article, Article];
  if (one === two || said.conditions !== denied.conditions || !sameScope(one, two)) return;
  const likeness = jaccard(said.words, denied.words);
  const pair = [one.id, two.id].sort().join('\n');
  if (likeness < LEAST_LIKENESS || likeness <= (best.get(pair)?.likeness ?? 0)) return;
  if (otherNames(namesOf(said.sentence, said.language), namesOf(denied.sentence, denied.language))) return;
  const newer = (two.updatedAt ?? '') > (one.updatedAt ?? '');
  best.set(pair, newer ? { a: denied.passage, b: said.passage, likeness } : { a: said.passage, b: denied.passage, likeness });
}

function statementsOf(whole: Passage, passage: number, language: string): Statement[] {
  const { kind, article } = whole;
  if (kind === 'code' || kind === 'table') return [];
  return passageSentences(whole).flatMap((sentence) => {
    // What is asked or told as a heading is not claimed.
    if (!/[.!]["”’)]?$/.test(sentence.trim())) return [];
    // Neither is what the reader is told to do, or not to do.
    if (isInstruction(sentence)) return [];
    const all = wordsOf(sentence);
    const said = all.filter((word) => !NEGATORS.has(word)).map((word) => CONTRARIES[word] ?? word);
    const words = new Set(contentTerms(said.join(' '), language));
    if (words.size < LEAST_WORDS) return [];
    const negations = all.filter((word) => NEGATORS.has(word) || CONTRARIES[word] !== undefined).length;
    if (negations > 1) return [];
    const conditions = all.filter((word) => CONDITIONS.has(word)).join(' ');
    return [{ passage, article, words, negations, conditions, sentence, language }];
  });
}

/** Folded words and numbers; `can’t` is `can` and `not`, `non-refundable` is `not` and `refundable`. */
function wordsOf(sentence: string): string[] {
  const plain = fold(
    sentence
      .replace(/\bcan(?:not|['’]t)\b/gi, 'can not')
      .replace(/\bwon['’]t\b/gi, 'will not')
      .replace(/n['’]t\b/gi, ' not')
      .replace(/\bnon-(?=\p{L})/giu, 'not '),
  );
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

const sumOfWords = (words: ReadonlySet<string>): number => [...words].reduce((sum, word) => (sum + numberOf(word)) % RANGE, 0);
/** Sums over a set of words, and over the set without one of them: sets that differ by a word or two meet in one of these. */
function nearSums(words: ReadonlySet<string>): number[] {
  const numbers = [...words].map(numberOf);
  const whole = numbers.reduce((sum, n) => (sum + n) % RANGE, 0);
  return [whole, ...numbers.map((n) => (whole - n + RANGE) % RANGE)];
}

const RANGE = 2 ** 52;
/** 52 bits from two runs of FNV-1a. */
function numberOf(word: string): number {
  let [low, high] = [0x811c9dc5, 0x5bd1e995];
  for (let i = 0; i < word.length; i++) {
    low = Math.imul(low ^ word.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ word.charCodeAt(i), 0x01000193);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both += 1;
  return both / (a.size + b.size - both);
}
