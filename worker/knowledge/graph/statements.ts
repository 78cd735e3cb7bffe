/** Sentences of two articles of which one denies what the other says. */
import { contentTerms } from '../../text/content-terms.ts';
import { fold } from '../../text/fold.ts';
import { isInstruction } from '../split/steps.ts';
import type { Article, Passage } from '../types.ts';
import { type Candidate, settle } from './candidates.ts';
import { denialFinder, nearSums } from './denial-finder.ts';
import { type FactTable, numberOf, type ReadPassages, type StatementFact, sumOf } from './fact-table.ts';
import { namesOf, otherNames, sameScope } from './scope.ts';

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

type Statement = { passage: number; article: number; conditions: string; names: readonly string[]; words: readonly number[]; sum: number };

/** Pairs of passages, at most one for two articles, the most alike first. Precision first: a condition or a number in one only, or another name, and they are let be. */
export async function findDenials(articles: readonly Article[], read: ReadPassages, facts: Pick<FactTable, 'statements'>): Promise<Agreement[]> {
  const { templates, denying } = await survey(facts);
  const each = (negated: 0 | 1, visit: (statements: Statement[], article: number) => void, some?: ReadonlySet<number>): Promise<void> =>
    facts.statements((own, article) => {
      const first = articles[article]?.firstPassage ?? 0;
      const found = own.flatMap(([place, negations, conditions, names, words]) => {
        const sum = negations === negated ? sumOf(words) : 0;
        if (negations !== negated || templates.has(sum)) return [];
        return [{ passage: first + place, article, conditions, names, words, sum }];
      });
      visit(found, article);
    }, some);
  const denials: Statement[] = [];
  await each(1, (own) => void denials.push(...own), denying);
  const deniedBy = denialFinder(denials);
  const pairs: { said: Statement; denied: Statement }[] = [];
  await each(0, (own, article) => {
    for (const said of own) {
      const near = deniedBy(said);
      // An article that says both speaks of two cases.
      if (near.some((denied) => denied.article === article)) continue;
      for (const denied of near) if (mayDeny(articles, said, denied)) pairs.push({ said, denied });
    }
  });
  // What the article of a denial says otherwise.
  const others = new Map<number, Statement[]>();
  await each(0, (own, article) => void others.set(article, own), new Set(pairs.map(({ denied }) => denied.article)));
  const saysToo = (article: number, sum: number): boolean => (others.get(article) ?? []).some((said) => nearSums(said).includes(sum));
  const candidates = pairs.flatMap(({ said, denied }) => (saysToo(denied.article, said.sum) ? [] : [toCandidate(articles, said, denied)]));
  return settle(candidates, articles, read, MAX_FOUND);
}

/** What so many articles say that it is a template, and the articles that deny anything: facts are read from JSON each time. */
async function survey(facts: Pick<FactTable, 'statements'>): Promise<{ templates: Set<number>; denying: Set<number> }> {
  const sums: number[] = [];
  const denying = new Set<number>();
  await facts.statements((own, article) => {
    for (const sum of new Set(own.map(([, , , , words]) => sumOf(words)))) sums.push(sum);
    if (own.some(([, negations]) => negations === 1)) denying.add(article);
  });
  const sorted = Float64Array.from(sums).sort();
  const templates = new Set<number>();
  for (let i = TEMPLATE; i < sorted.length; i++) if (sorted[i] === sorted[i - TEMPLATE]) templates.add(sorted[i] as number);
  return { templates, denying };
}

function mayDeny(articles: readonly Article[], said: Statement, denied: Statement): boolean {
  const [one, two] = [articles[said.article], articles[denied.article]] as [Article, Article];
  if (one === two || said.conditions !== denied.conditions || !sameScope(one, two)) return false;
  return jaccard(said.words, denied.words) >= LEAST_LIKENESS && !otherNames(new Set(said.names), new Set(denied.names));
}

function toCandidate(articles: readonly Article[], said: Statement, denied: Statement): Candidate<Agreement> {
  const [one, two] = [articles[said.article], articles[denied.article]];
  const likeness = jaccard(said.words, denied.words);
  const newer = (two?.updatedAt ?? '') > (one?.updatedAt ?? '');
  const [a, b] = newer ? [denied.passage, said.passage] : [said.passage, denied.passage];
  return { between: [said.article, denied.article], found: { a, b, likeness } };
}

/** What the sentences of a passage at `place` of its article state or deny. */
export function statementsOf({ kind }: Passage, sentences: readonly string[], { place, language }: { place: number; language: string }): StatementFact[] {
  if (kind === 'table') return [];
  return sentences.flatMap((sentence): StatementFact[] => {
    // What is asked or told as a heading is not claimed.
    if (!/[.!]["”’)]?$/.test(sentence.trim())) return [];
    // Neither is what the reader is told to do, or not to do.
    if (isInstruction(sentence)) return [];
    const all = wordsOf(sentence);
    const negations = all.filter((word) => NEGATORS.has(word) || CONTRARIES[word] !== undefined).length;
    if (negations > 1) return [];
    const said = all.filter((word) => !NEGATORS.has(word)).map((word) => CONTRARIES[word] ?? word);
    const words = new Set(contentTerms(said.join(' '), language));
    if (words.size < LEAST_WORDS) return [];
    const conditions = all.filter((word) => CONDITIONS.has(word)).join(' ');
    return [[place, negations, conditions, [...namesOf(sentence, language)], [...words].map(numberOf)]];
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

function jaccard(a: readonly number[], b: readonly number[]): number {
  const both = a.filter((word) => b.includes(word)).length;
  return both / (a.length + b.length - both);
}
