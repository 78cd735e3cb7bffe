import type { ReleaseManifest } from '#shared/release';
import type { Citation, Decision, Draft, DraftSentence } from '#shared/suggestion';
import { visibleLine } from '../../text/clean-text.ts';
import { contentTerms } from '../../text/content-terms.ts';
import { fold } from '../../text/fold.ts';
import { injectionThreshold, scoreInjection } from '../../text/injection.ts';
import { phrase } from '../phrases.ts';
import type { Decided, EvidenceSource, Grounded, Vault } from '../types.ts';
import { composeText } from './compose.ts';
import { asksForCredentials, echoes, hasForeignLink, hasForeignPersonalData, hasForeignPlaceholder } from './output-filters.ts';
import { unauthorisedPromises } from './promises.ts';
import { prepare, support } from './support.ts';

export type RemovedReason = Draft['removed'][number]['reason'];
export type Check = { kept: DraftSentence; citations: Citation[] } | { removed: RemovedReason };

export type GroundInput = {
  sources: readonly EvidenceSource[];
  decided: Decided;
  vault: Vault;
  manifest: ReleaseManifest;
  language: string;
  /** Pseudonymised subject and question: what the customer said may be said back in a question. */
  question: string;
  /** The team's own salutations, as the draft stage wrote them. */
  greeting: string;
  closing: string;
  /** Words that must not come out again: canaries and delimiters of this request. */
  secrets?: readonly string[];
};

export type Grounder = {
  /** Judges the next sentence. What is kept is for the agent: personal data is put back, citations are numbered by their first use. */
  check(sentence: DraftSentence): Check;
  /** Forgets everything checked so far: another drafter begins. */
  restart(): void;
  /** True when so much was removed that the draft cannot stand. */
  failed(): boolean;
  finish(by: { drafter: Draft['drafter']; model: string | null }): Grounded;
};

const MAX_SENTENCE = 700;
const MAX_QUOTE = 400;
const MAX_QUESTION = 240;
/** Share of statements that may fall away before the rest cannot be trusted either. */
const TOLERATED = 0.5;

/**
 * Judges a draft sentence by sentence. Nothing a drafter says is believed: a sentence stays only when the sources it
 * names, all of them public, say the same, and no rule of the release speaks against it. Holds for any drafter, hostile ones included.
 */
export function createGrounder(input: GroundInput): Grounder {
  const { decided, vault, manifest } = input;
  const prepared = new Map(input.sources.map((source) => [source.n, prepare(source)]));
  const own = new Set([
    ...decided.say,
    ...Object.entries(manifest.prompts)
      .filter(([key]) => key.startsWith('say.') && !key.startsWith('say.ask_'))
      .map(([, text]) => text),
  ]);
  const isEcho = echoes(
    Object.entries(manifest.prompts)
      .filter(([key]) => key.startsWith('draft.'))
      .map(([, text]) => text),
  );
  const ownTerms = new Set([
    ...contentTerms(input.question, input.language),
    ...input.sources.flatMap((source) => contentTerms(`${source.title} ${source.text}`, source.language)),
  ]);

  let kept: DraftSentence[] = [];
  let citations = new Map<number, Citation>();
  let removed = new Map<RemovedReason, number>();
  let translated = 0;

  const check = (sentence: DraftSentence): Check => {
    const outcome = judge(sentence);
    if (typeof outcome === 'string') {
      removed.set(outcome, (removed.get(outcome) ?? 0) + 1);
      return { removed: outcome };
    }
    kept.push(outcome.kept);
    return outcome;
  };

  const judge = (sentence: DraftSentence): RemovedReason | { kept: DraftSentence; citations: Citation[] } => {
    const text = sentence.kind === 'closing' ? sentence.text : visibleLine(sentence.text);
    const as = (citationNumbers: number[], cited: Citation[]) => ({
      kept: { kind: sentence.kind, text: vault.restore(text), citations: citationNumbers },
      citations: cited,
    });
    if (sentence.kind === 'greeting') return text === input.greeting && !kept.some((k) => k.kind === 'greeting') ? as([], []) : 'unsupported';
    if (sentence.kind === 'closing') return text === input.closing && !kept.some((k) => k.kind === 'closing') ? as([], []) : 'unsupported';
    if (text.length === 0 || text.length > MAX_SENTENCE) return 'unsupported';
    if (sentence.kind === 'policy') return own.has(text) && !kept.some((k) => k.text === text) ? as([], []) : 'unsupported';
    if (sentence.kind === 'question' && decided.clarify.includes(text)) return as([], []);
    const wrong = forbidden(text, sentence.citations);
    if (wrong) return wrong;
    if (sentence.kind === 'question') return safeQuestion(text) ? as([], []) : 'unsupported';
    return grounded(sentence, text);
  };

  const grounded = (sentence: DraftSentence, text: string) => {
    if (kept.filter((k) => k.citations.length > 0).length >= Math.max(manifest.voice.maxSentences, sentence.kind === 'step' ? 14 : 0)) return 'tone';
    const cited = [...new Set(sentence.citations)].flatMap((n) => prepared.get(n) ?? []);
    if (cited.length === 0) return 'unsupported';
    const open = cited.filter(({ source }) => source.visibility !== 'internal');
    if (open.length === 0) return 'internal_only';
    const found = support(text, input.language, open);
    if (!found.supported) return open.length < cited.length && support(text, input.language, cited).supported ? 'internal_only' : 'unsupported';
    if (found.translated) translated++;
    const numbers = open.map(({ source }) => cite(source, found.quote));
    return { kept: { kind: sentence.kind, text: vault.restore(text), citations: numbers.map((c) => c.n) }, citations: numbers };
  };

  /** The citation of a source; numbered from 1 in the order of first use. */
  const cite = (source: EvidenceSource, quote: string): Citation => {
    const known = citations.get(source.n);
    if (known) return known;
    const words = source.text.includes(quote) && quote !== '' ? quote : source.text;
    const made: Citation = {
      n: citations.size + 1,
      passageId: source.passageId,
      articleId: source.articleId,
      title: source.title,
      url: source.url,
      quote: words.slice(0, MAX_QUOTE),
    };
    citations.set(source.n, made);
    return made;
  };

  const forbidden = (text: string, cited: readonly number[]): RemovedReason | null => {
    if (input.secrets?.some((secret) => secret !== '' && text.includes(secret)) || isEcho(text)) return 'secret';
    if (hasForeignPlaceholder(text, vault)) return 'secret';
    if (hasForeignLink(text, manifest.linkHosts)) return 'link';
    const quoted = cited.flatMap((n) => prepared.get(n)?.source.text ?? []);
    if (hasForeignPersonalData(text, quoted)) return 'secret';
    if (asksForCredentials(text, quoted.some((source) => source.includes(text)))) return 'forbidden';
    if (scoreInjection(text, 0).score >= injectionThreshold) return 'forbidden';
    const folded = ` ${fold(text).replace(/[^\p{L}\p{N}%]+/gu, ' ')} `;
    const says = (banned: string) =>
      folded.includes(
        ` ${fold(banned)
          .replace(/[^\p{L}\p{N}%]+/gu, ' ')
          .trim()} `,
      );
    if (decided.forbid.some(says)) return 'forbidden';
    if (manifest.voice.bannedPhrases.some(says)) return 'tone';
    return unauthorisedPromises(text, decided.authorises).length > 0 ? 'promise' : null;
  };

  /** A question of the drafter's own: short, in the words of the ticket and the sources, without numbers. */
  const safeQuestion = (text: string): boolean => {
    if (decided.outcome !== 'answer' || !/[?？]$/.test(text) || text.length > MAX_QUESTION || /\d/.test(text)) return false;
    const terms = contentTerms(text, input.language);
    return terms.length > 0 && terms.filter((term) => ownTerms.has(term)).length / terms.length >= 0.6;
  };

  const counts = () => {
    const statements = kept.filter((k) => k.citations.length > 0).length;
    const gone = [...removed].filter(([reason]) => reason !== 'tone').reduce((sum, [, n]) => sum + n, 0);
    return { statements, gone };
  };
  const failed = () => {
    const { statements, gone } = counts();
    return decided.outcome === 'answer' && (statements === 0 || (gone > 1 && gone / (gone + statements) > TOLERATED));
  };

  return {
    check,
    restart() {
      kept = [];
      citations = new Map();
      removed = new Map();
      translated = 0;
    },
    failed,
    finish(by) {
      const broken = failed();
      const body = broken ? [policy(phrase(manifest.prompts, 'not_found', input.language))] : kept.filter((k) => k.kind !== 'greeting' && k.kind !== 'closing');
      for (const said of decided.say) if (!body.some((k) => k.text === said)) body.push(policy(said));
      const sentences = [...kept.filter((k) => k.kind === 'greeting'), ...body, ...kept.filter((k) => k.kind === 'closing')];
      const used = new Set(sentences.flatMap((sentence) => sentence.citations));
      return {
        draft: {
          sentences,
          citations: [...citations.values()].filter((citation) => used.has(citation.n)),
          text: composeText(sentences),
          language: input.language,
          drafter: by.drafter,
          model: by.model,
          removed: [...removed].map(([reason, count]) => ({ reason, count })),
        },
        decision: decisionAfter(
          decided,
          broken,
          translated,
          input.sources.some((source) => source.language !== input.language && used.size > 0 && citations.has(source.n)) && translated === 0,
        ),
      };
    },
  };
}

const policy = (text: string): DraftSentence => ({ kind: 'policy', text, citations: [] });
function decisionAfter(decided: Decided, broken: boolean, translated: number, foreign: boolean): Decision {
  const reasons = [...decided.confidence.reasons];
  if (translated > 0) reasons.push('The draft was translated from articles in another language: check it.');
  if (foreign) reasons.push('The articles are in another language than the customer: translate the draft before sending.');
  const confidence = {
    ...decided.confidence,
    reasons,
    words: (translated > 0 || foreign) && decided.confidence.words === 'high' ? ('medium' as const) : decided.confidence.words,
  };
  if (!broken) return { outcome: decided.outcome, reasons: decided.reasons, confidence };
  return {
    outcome: 'abstain',
    reasons: [...decided.reasons, { code: 'unsupported_draft', message: 'The draft said more than the articles do, so it was withheld.', evidence: [] }],
    confidence: { ...confidence, words: 'low' },
  };
}
