/**
 * Whether the evidence found can answer the question at all: how much of what the question tells apart from others stands
 * in the best passages. Query performance prediction by coverage (Hauff et al. 2008 survey such predictors); made for
 * help centres without solved tickets, where nothing can be calibrated.
 */
import { analyze } from '../../text/analyze.ts';
import { sigmoid } from '../../text/logistic.ts';

export type EvidenceText = { article: number; title: string; text: string };

export type AnswerableInput = {
  subject: string;
  text: string;
  /** Language the evidence is analysed in. */
  language: string;
  /** Best passages first. */
  evidence: readonly EvidenceText[];
  /** How much a term tells; undefined for one the knowledge does not have. */
  weight: (term: string) => number | undefined;
};

export const evidenceFeatureNames = ['coverage', 'subject', 'pairs', 'title', 'codes', 'lead', 'rarest', 'unknown', 'length'] as const;

const MAX_TERMS = 120;
const MAX_EVIDENCE_CHARS = 2_500;
const ARTICLES = 3;
const CODE = /\d|_|[a-z][A-Z]/;

/** One number each by `evidenceFeatureNames`, most between 0 and 1; all zero without evidence or words. */
export function evidenceFeatures({ subject, text, language, evidence, weight }: AnswerableInput): number[] {
  const asked = analyze(text.slice(0, 4_000), language).slice(0, MAX_TERMS);
  const inSubject = new Set(analyze(subject, language).slice(0, MAX_TERMS));
  const terms = [...new Set(asked)];
  const known = terms.map((term) => weight(term));
  const unknownWeight = Math.max(1, ...known.map((w) => w ?? 0));
  const weights = new Map(terms.map((term, i) => [term, known[i] ?? unknownWeight]));
  const total = sum(weights.values());
  if (total === 0 || evidence.length === 0) return evidenceFeatureNames.map(() => 0);

  const byArticle = new Map<number, { terms: Set<string>; pairs: Set<string>; title: Set<string> }>();
  for (const passage of evidence) {
    if (!byArticle.has(passage.article) && byArticle.size >= ARTICLES) continue;
    const found = byArticle.get(passage.article) ?? { terms: new Set(), pairs: new Set(), title: new Set(analyze(passage.title, language)) };
    byArticle.set(passage.article, found);
    const words = analyze(`${passage.title}\n${passage.text.slice(0, MAX_EVIDENCE_CHARS)}`, language);
    for (const [i, word] of words.entries()) {
      found.terms.add(word);
      if (i > 0) found.pairs.add(`${words[i - 1]} ${word}`);
    }
  }
  const share = (of: Iterable<string>, has: (term: string) => boolean): number => {
    let have = 0;
    let all = 0;
    for (const term of of) {
      const w = (weights.get(term) ?? weight(term) ?? unknownWeight) ** 1.5;
      all += w;
      if (has(term)) have += w;
    }
    return all === 0 ? 0 : have / all;
  };
  const pairs = asked.flatMap((term, i) => (i > 0 ? [`${asked[i - 1]} ${term}`] : []));
  const rows = [...byArticle.values()].map((found) => {
    const codes = terms.filter((t) => CODE.test(t));
    const rare = [...terms].sort((a, b) => (weights.get(b) as number) - (weights.get(a) as number)).slice(0, 6);
    return {
      coverage: share(terms, (t) => found.terms.has(t)),
      subject: share(inSubject, (t) => found.terms.has(t)),
      pairs: pairs.length === 0 ? 0 : pairs.filter((p) => found.pairs.has(p)).length / pairs.length,
      title: share(found.title, (t) => weights.has(t)),
      codes: codes.length === 0 ? 0.5 : share(codes, (t) => found.terms.has(t)),
      rarest: share(rare, (t) => found.terms.has(t)),
    };
  });
  const best = (name: keyof (typeof rows)[number]): number => Math.max(...rows.map((r) => r[name]));
  const [first, ...others] = rows.map((r) => r.coverage + r.pairs).sort((a, b) => b - a);
  return [
    best('coverage'),
    best('subject'),
    best('pairs'),
    best('title'),
    best('codes'),
    (first ?? 0) - (others[0] ?? 0),
    best('rarest'),
    known.filter((w) => w === undefined).length / terms.length,
    Math.log(terms.length + 1) / 5,
  ];
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const v of values) total += v;
  return total;
};

export const answerableWeights: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** Probability that the evidence answers the question. */
export function answerable(features: readonly number[]): number {
  let logit = answerableWeights[features.length] ?? 0;
  for (const [i, v] of features.entries()) logit += v * (answerableWeights[i] ?? 0);
  return sigmoid(logit);
}
