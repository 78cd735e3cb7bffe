/** Names for issues in the customers' own words: phrases frequent inside one and rare outside it. */
import { createHash } from 'node:crypto';
import { analyze, fold, tokens } from '../../text/analyze.ts';
import { functionStems } from '../../text/function-words.ts';

const MAX_WORDS = 3;
const NAME_PHRASES = 3;
const TERMS = 8;
/** A word in more than this share of the issues belongs to the language or to the whole company. */
const EVERYWHERE = 0.6;
/** So does one in this share, when it is in none much more frequent than overall. */
const SPREAD = 0.25;
const PEAK = 8;

export type IssueText = { subjects: readonly { text: string; language: string }[] };
export type IssueName = { id: string; name: string; terms: string[] };

type Phrase = { key: string; words: string[]; count: number; surface: Map<string, number> };

/** One name an issue, in order. Ids are made from the leading terms: a rebuild with more of the same keeps them. */
export function nameIssues(issues: readonly IssueText[]): IssueName[] {
  const phrases = issues.map((issue) => phrasesOf(issue));
  const total = issues.reduce((sum, issue) => sum + issue.subjects.length, 0);
  const everywhere = new Map<string, { issues: number; count: number; peak: number }>();
  for (const [i, found] of phrases.entries()) {
    for (const { key, count } of found.values()) {
      const seen = everywhere.get(key) ?? { issues: 0, count: 0, peak: 0 };
      everywhere.set(key, { issues: seen.issues + 1, count: seen.count + count, peak: Math.max(seen.peak, count / (issues[i]?.subjects.length ?? 1)) });
    }
  }
  const share = (key: string): number => (everywhere.get(key)?.count ?? 0) / total;
  const languages = new Set(issues.flatMap((issue) => issue.subjects.map(({ language }) => language)));
  const filler = [...languages].map(functionStems);
  const common = (stem: string): boolean => {
    if (filler.some((stems) => stems.has(stem))) return true;
    const seen = everywhere.get(stem);
    if (seen === undefined || /^\d+$/.test(stem) || stem.length < 2) return true;
    const spread = seen.issues <= 2 ? 0 : seen.issues / issues.length;
    return spread > EVERYWHERE || (spread > SPREAD && seen.peak < PEAK * share(stem));
  };
  const taken = new Set<string>();
  return issues.map((issue, i) => {
    const ranked = [...(phrases[i] as Map<string, Phrase>).values()]
      .filter(({ words, count }) => count >= Math.min(2, issue.subjects.length) && isPhrase(words, common))
      .map((phrase) => ({ phrase, score: phrase.count * Math.log(phrase.count / issue.subjects.length / share(phrase.key)) * phrase.words.length ** 0.6 }))
      .filter(({ score }) => score > 0 || issues.length === 1)
      .sort((a, b) => b.score - a.score || (a.phrase.key < b.phrase.key ? -1 : 1));
    const chosen: Phrase[] = [];
    for (const { phrase } of ranked) {
      if (chosen.length === NAME_PHRASES) break;
      if (!chosen.some((other) => other.words.some((word) => phrase.words.includes(word)))) chosen.push(phrase);
    }
    const terms = [...new Set([...chosen.flatMap(({ words }) => words), ...ranked.flatMap(({ phrase }) => phrase.words)])]
      .filter((term) => !common(term))
      .slice(0, TERMS);
    const name = chosen.map(surfaceOf).join(', ') || (issue.subjects[0]?.text.slice(0, 80) ?? '');
    return { id: issueId(terms.length > 0 ? terms : [name], taken), name: name.charAt(0).toLocaleUpperCase() + name.slice(1), terms };
  });
}

/** Common words join others inside a phrase (`out of memory`), and do not begin or end one. */
const isPhrase = (words: readonly string[], common: (stem: string) => boolean): boolean => !common(words[0] ?? '') && !common(words.at(-1) ?? '');

function phrasesOf({ subjects }: IssueText): Map<string, Phrase> {
  const found = new Map<string, Phrase>();
  for (const { text, language } of subjects) {
    const words = tokens(text).map((token) => ({ surface: token, stem: analyze(token, language)[0] ?? fold(token) }));
    const seen = new Set<string>();
    for (let n = 1; n <= MAX_WORDS; n++) {
      for (let i = 0; i + n <= words.length; i++) {
        const part = words.slice(i, i + n);
        const key = part.map(({ stem }) => stem).join(' ');
        if (seen.has(key)) continue;
        seen.add(key);
        const surface = part.map((word) => word.surface).join(' ');
        const phrase = found.get(key) ?? { key, words: part.map(({ stem }) => stem), count: 0, surface: new Map<string, number>() };
        phrase.count += 1;
        phrase.surface.set(surface, (phrase.surface.get(surface) ?? 0) + 1);
        found.set(key, phrase);
      }
    }
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
