import type { Citation, Decision, Draft, DraftSentence } from '#shared/suggestion';
import { visibleLine } from '../../text/clean-text.ts';
import { phrase } from '../phrases.ts';
import type { Decided, EvidenceSource, Grounded } from '../types.ts';
import { composeText } from './compose.ts';
import { type Prepared, prepare } from './lines.ts';
import { parted } from './output-filters.ts';
import { createRules, type RemovedReason, type RuleInput } from './rules.ts';
import { support } from './support.ts';
import { apologises } from './tone.ts';

export type Check = { kept: DraftSentence; citations: Citation[] } | { removed: RemovedReason };

export type GroundInput = RuleInput & {
  /** Sentences of the sources that were left out as instructions to a machine, before anything was drafted. */
  left: number;
  /** The team's own salutations, as the draft stage wrote them. */
  greeting: string;
  closing: string;
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
const MAX_STEPS = 14;
/** Share of statements that may fall away before the rest cannot be trusted either. */
const TOLERATED = 0.5;

type Kept = { sentences: DraftSentence[]; citations: Map<number, Citation>; removed: Map<RemovedReason, number>; translated: number; steps: number };
const nothing = (): Kept => ({ sentences: [], citations: new Map(), removed: new Map(), translated: 0, steps: 0 });

/**
 * Judges a draft sentence by sentence. Nothing a drafter says is believed: a sentence stays only when public sources it
 * names say the same and no rule of the release speaks against it. Holds for any drafter, hostile ones included.
 */
export function createGrounder(input: GroundInput): Grounder {
  const { decided, vault, manifest, language } = input;
  const prepared = new Map(input.sources.map((source) => [source.n, prepare(source)]));
  const rules = createRules(input);
  let kept = nothing();

  type Verdict = RemovedReason | Citation[];
  const when = (fits: boolean): Verdict => (fits ? [] : 'unsupported');
  const first = (kind: DraftSentence['kind']) => !kept.sentences.some((sentence) => sentence.kind === kind);

  function judge({ kind, text: raw, citations }: DraftSentence): Verdict {
    if (kind === 'greeting' || kind === 'closing') return when(raw === input[kind] && first(kind));
    const text = lineOf(raw);
    if (text.length === 0 || text.length > MAX_SENTENCE) return 'unsupported';
    if (kind === 'policy') return when(rules.isOwn(text) && !kept.sentences.some((sentence) => sentence.text === text));
    return kind === 'question' && decided.clarify.includes(text) ? [] : judgeFree(kind, text, citations);
  }

  /** In the drafter's own words. */
  function judgeFree(kind: DraftSentence['kind'], text: string, citations: readonly number[]): Verdict {
    // A question that an article holds is a heading, or was put there.
    if (kind !== 'question' && /[?？]['"”’»)]*$/u.test(text)) return 'unsupported';
    const cited = [...new Set(citations)].flatMap((n) => prepared.get(n) ?? []);
    const wrong = rules.against(
      text,
      cited.map(({ source }) => source.text),
    );
    if (wrong) return wrong;
    if (apologises(text) && kept.sentences.some((sentence) => apologises(sentence.text))) return 'tone';
    if (kind === 'question') return when(rules.mayAsk(text));
    return statements().length >= (kind === 'step' ? MAX_STEPS : manifest.voice.maxSentences) ? 'tone' : ground(text, cited);
  }

  function ground(text: string, cited: Prepared[]): Verdict {
    const open = cited.filter(({ source }) => source.visibility !== 'internal');
    const found = support(text, language, open);
    if (!found.supported) return open.length < cited.length && support(text, language, cited).supported ? 'internal_only' : 'unsupported';
    // No word of it could be compared with a source: what the ticket says is then no answer to it.
    if (found.translated && rules.saysBack(text)) return 'unsupported';
    if (found.translated) kept.translated++;
    return found.carriers.map(({ source, quote }) => cite(source, quote));
  }

  /** The citation of a source; numbered from 1 in the order of first use. */
  function cite(source: EvidenceSource, quote: string): Citation {
    const known = kept.citations.get(source.n);
    if (known) return known;
    const { passageId, articleId, title, url } = source;
    const words = quote !== '' && source.text.includes(quote) ? quote : source.text;
    const made = { n: kept.citations.size + 1, passageId, articleId, title, url, quote: words.slice(0, MAX_QUOTE) };
    kept.citations.set(source.n, made);
    return made;
  }

  const statements = () => kept.sentences.filter((sentence) => sentence.citations.length > 0);
  const failed = () => {
    const gone = [...kept.removed].filter(([reason]) => reason !== 'tone').reduce((sum, [, count]) => sum + count, 0);
    const stand = statements().length;
    return decided.outcome === 'answer' && (stand === 0 || (gone > 1 && gone / (gone + stand) > TOLERATED));
  };

  return {
    check(sentence) {
      const verdict = judge(sentence);
      if (typeof verdict === 'string') {
        kept.removed.set(verdict, (kept.removed.get(verdict) ?? 0) + 1);
        if (sentence.kind === 'step') kept.steps++;
        return { removed: verdict };
      }
      const text = sentence.kind === 'closing' ? sentence.text : lineOf(sentence.text);
      const stays: DraftSentence = { kind: sentence.kind, text: vault.restore(text), citations: verdict.map(({ n }) => n) };
      kept.sentences.push(stays);
      return { kept: stays, citations: verdict };
    },
    restart() {
      kept = nothing();
    },
    failed,
    finish({ drafter, model }) {
      const broken = failed();
      const sentences = assemble(kept.sentences, broken ? [phrase(manifest.prompts, 'not_found', language)] : null, decided.say);
      const used = new Set(sentences.flatMap((sentence) => sentence.citations));
      const citations = [...kept.citations.values()].filter(({ n }) => used.has(n));
      const foreign =
        kept.translated === 0 &&
        input.sources.some((source) => source.language !== language && citations.some(({ passageId }) => passageId === source.passageId));
      return {
        draft: {
          sentences,
          citations,
          text: composeText(sentences),
          language,
          drafter,
          model,
          removed: [...kept.removed, ...(input.left > 0 ? [['instruction', input.left] as const] : [])].map(([reason, count]) => ({ reason, count })),
        },
        decision: decisionAfter(decided, {
          broken,
          translated: kept.translated > 0,
          foreign,
          brokenSteps: kept.steps > 0 && sentences.some(({ kind }) => kind === 'step'),
          uncited: decided.outcome === 'answer' ? decided.cite.filter((id) => !citations.some(({ articleId }) => articleId === id)) : [],
        }),
      };
    },
  };
}

/** Without a list's mark: the draft has its own. */
const lineOf = (raw: string): string => parted(visibleLine(raw).replace(/^[-*•–]\s+/u, ''));

/** Salutations around the body, or around `instead`; what a policy has the reply say is in it for certain. */
function assemble(kept: readonly DraftSentence[], instead: string[] | null, say: readonly string[]): DraftSentence[] {
  const policy = (text: string): DraftSentence => ({ kind: 'policy', text, citations: [] });
  const of = (kind: DraftSentence['kind']) => kept.filter((sentence) => sentence.kind === kind);
  const body = instead ? instead.map(policy) : kept.filter((sentence) => sentence.kind !== 'greeting' && sentence.kind !== 'closing');
  const missing = say.filter((text) => !body.some((sentence) => sentence.text === text)).map(policy);
  return [...of('greeting'), ...body, ...missing, ...of('closing')];
}

type Faults = {
  broken: boolean;
  translated: boolean;
  foreign: boolean;
  brokenSteps: boolean /** Articles a policy has the reply rest on, and it does not. */;
  uncited: string[];
};

function decisionAfter(decided: Decided, { broken, translated, foreign, brokenSteps, uncited }: Faults): Decision {
  const reasons = [...decided.confidence.reasons];
  if (translated) reasons.push('The draft was translated from articles in another language: check it.');
  if (foreign) reasons.push('The articles are in another language than the customer’s: translate the draft before sending.');
  if (brokenSteps) reasons.push('A step was taken out of the draft: check that the procedure is whole.');
  if (uncited.length > 0)
    reasons.push(`A policy has the reply rest on ${uncited.map((id) => `“${id}”`).join(', ')}, and it does not: check it against that article.`);
  const words = (translated || foreign || brokenSteps || uncited.length > 0) && decided.confidence.words === 'high' ? 'medium' : decided.confidence.words;
  const { outcome, reasons: why } = decided;
  if (!broken) return { outcome, reasons: why, confidence: { value: decided.confidence.value, words, reasons } };
  return {
    outcome: 'abstain',
    reasons: [...why, { code: 'unsupported_draft', message: 'The draft said more than the articles do, so it was withheld.', evidence: [] }],
    confidence: { value: decided.confidence.value, words: 'low', reasons },
  };
}
