/** Names for issues in the customers' own words: phrases frequent inside one and rare outside it. */
import { createHash } from 'node:crypto';
import { analyze, fold, tokens } from '../../text/analyze.ts';
import { FILLER, functionStems } from '../../text/function-words.ts';

const MAX_WORDS = 3;
const NAME_PHRASES = 3;
/** A further phrase is worth saying when this share of the subjects holds it, and some of them none of those before it. */
const LEAST_SHARE = 0.08;
const LEAST_NEW = 2;
/** A word is said with the words around it where they mostly stand together: `private browsing`. */
const TOGETHER = 0.4;
/** Stems of `won't`, `doesn't`. */
const NEGATED = /^(?:wo|do|doe|ca|is|are|ai|did|was|were|has|have|could|would|should)n['’]?t$/;
const TERMS = 8;
/** A word in more than this share of the issues belongs to the language or to the whole company. */
const EVERYWHERE = 0.6;
/** So does one in this share, when it is in none much more frequent than overall. */
const SPREAD = 0.25;
const PEAK = 8;

export type IssueText = { subjects: readonly { text: string; language: string }[] };
export type IssueName = { id: string; name: string; terms: string[] };

type Phrase = { key: string; words: string[]; count: number /** Places of the subjects that hold it. */; subjects: Set<number>; surface: Map<string, number> };

/** One name an issue, in order. Ids are made from the leading terms: a rebuild with more of the same keeps them. */
export function nameIssues(issues: readonly IssueText[]): IssueName[] {
  const words = issues.map(wordsOf);
  const everywhere = countEverywhere(words);
  const total = issues.reduce((sum, issue) => sum + issue.subjects.length, 0);
  const share = (key: string): number => (everywhere.get(key)?.count ?? 0) / total;
  const languages = new Set(issues.flatMap((issue) => issue.subjects.map(({ language }) => language)));
  const filler = [...languages].map((language) => functionStems(language, FILLER));
  const common = (stem: string): boolean => {
    if (filler.some((stems) => stems.has(stem)) || NEGATED.test(stem)) return true;
    const seen = everywhere.get(stem);
    if (seen === undefined || /^\d+$/.test(stem) || stem.length < 2) return true;
    const spread = seen.issues <= 2 ? 0 : seen.issues / issues.length;
    return spread > EVERYWHERE || (spread > SPREAD && seen.peak < PEAK * share(stem));
  };
  const taken = new Set<string>();
  return issues.map((issue, i) => {
    const ranked = [...phrasesOf(words[i] ?? []).values()]
      .filter(({ words, count }) => count >= Math.min(2, issue.subjects.length) && isPhrase(words, common))
      .map((phrase) => ({ phrase, score: phrase.count * Math.log(phrase.count / issue.subjects.length / share(phrase.key)) * phrase.words.length ** 0.6 }))
      .filter(({ score }) => score > 0 || issues.length === 1)
      .sort((a, b) => b.score - a.score || (a.phrase.key < b.phrase.key ? -1 : 1));
    const chosen = choose(
      ranked.map(({ phrase }) => phrase),
      issue.subjects.length,
    );
    const terms = [...new Set([...chosen.flatMap(({ words }) => words), ...ranked.flatMap(({ phrase }) => phrase.words)])]
      .filter((term) => !common(term))
      .slice(0, TERMS);
    const name = chosen.map(surfaceOf).join(', ') || (issue.subjects[0]?.text.slice(0, 80) ?? '');
    return { id: issueId(terms.length > 0 ? terms : [name], taken), name: name.charAt(0).toLocaleUpperCase() + name.slice(1), terms };
  });
}

/** The strongest phrase, then those that name what it leaves out. */
function choose(ranked: readonly Phrase[], subjects: number): Phrase[] {
  const chosen: Phrase[] = [];
  const named = new Set<number>();
  for (const phrase of ranked) {
    if (chosen.length === NAME_PHRASES) break;
    if (chosen.some((other) => other.words.some((word) => phrase.words.includes(word)))) continue;
    const fresh = [...phrase.subjects].filter((subject) => !named.has(subject)).length;
    // One word alone seldom tells two issues apart.
    const alone = chosen.length === 1 && chosen[0]?.words.length === 1;
    const telling = alone ? phrase.count > LEAST_NEW : phrase.count >= LEAST_SHARE * subjects && fresh >= LEAST_NEW;
    if (chosen.length > 0 && !telling) continue;
    const whole = inContext(phrase, ranked);
    chosen.push(chosen.some((other) => other.words.some((word) => whole.words.includes(word))) ? phrase : whole);
    for (const subject of phrase.subjects) named.add(subject);
  }
  return chosen;
}

/** The longest phrase around this one that most of its subjects hold. */
function inContext(phrase: Phrase, ranked: readonly Phrase[]): Phrase {
  const inside = ({ words }: Phrase): boolean => ` ${words.join(' ')} `.includes(` ${phrase.key} `);
  const around = ranked.filter((other) => other.words.length > phrase.words.length && other.count >= TOGETHER * phrase.count && inside(other));
  return around.sort((a, b) => b.words.length - a.words.length || b.count - a.count || (a.key < b.key ? -1 : 1))[0] ?? phrase;
}

/** Common words join others inside a phrase (`out of memory`), and do not begin or end one. */
const isPhrase = (words: readonly string[], common: (stem: string) => boolean): boolean => !common(words[0] ?? '') && !common(words.at(-1) ?? '');

type Word = { surface: string; stem: string };

const wordsOf = ({ subjects }: IssueText): Word[][] =>
  subjects.map(({ text, language }) => tokens(text).map((token) => ({ surface: token, stem: analyze(token, language)[0] ?? fold(token) })));

/** Each phrase of a subject once. */
function eachPhrase(words: readonly Word[], visit: (key: string, part: readonly Word[]) => void): void {
  const seen = new Set<string>();
  for (let n = 1; n <= MAX_WORDS; n++) {
    for (let i = 0; i + n <= words.length; i++) {
      const part = words.slice(i, i + n);
      const key = part.map(({ stem }) => stem).join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      visit(key, part);
    }
  }
}

type Spread = { issues: number; count: number; peak: number };

/** How words, and phrases that some issue holds twice, spread over all issues. Most phrases stand in one subject alone: they would fill an isolate. */
function countEverywhere(issues: readonly (readonly Word[][])[]): Map<string, Spread> {
  const countsOf = (subjects: readonly Word[][]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const words of subjects) eachPhrase(words, (key) => counts.set(key, (counts.get(key) ?? 0) + 1));
    return counts;
  };
  const everywhere = new Map<string, Spread>();
  for (const subjects of issues)
    for (const [key, count] of countsOf(subjects))
      if (count >= Math.min(2, subjects.length) || !key.includes(' ')) everywhere.set(key, { issues: 0, count: 0, peak: 0 });
  for (const subjects of issues) {
    for (const [key, count] of countsOf(subjects)) {
      const seen = everywhere.get(key);
      if (!seen) continue;
      seen.issues += 1;
      seen.count += count;
      seen.peak = Math.max(seen.peak, count / (subjects.length || 1));
    }
  }
  return everywhere;
}

function phrasesOf(subjects: readonly Word[][]): Map<string, Phrase> {
  const found = new Map<string, Phrase>();
  for (const [place, words] of subjects.entries()) {
    eachPhrase(words, (key, part) => {
      const surface = part.map((word) => word.surface).join(' ');
      const phrase = found.get(key) ?? { key, words: part.map(({ stem }) => stem), count: 0, subjects: new Set<number>(), surface: new Map<string, number>() };
      phrase.count += 1;
      phrase.subjects.add(place);
      phrase.surface.set(surface, (phrase.surface.get(surface) ?? 0) + 1);
      found.set(key, phrase);
    });
  }
  return found;
}

const surfaceOf = ({ surface }: Phrase): string => [...surface].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';

function issueId(terms: readonly string[], taken: Set<string>): string {
  for (let n = Math.min(3, terms.length); ; n++) {
    const id = createHash('sha256')
      .update([...terms.slice(0, n)].sort().join(' ') + (n > terms.length ? n : ''))
      .digest('hex')
      .slice(0, 10);
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}
