import type { ReleaseManifest } from '#shared/release';
import type { Draft } from '#shared/suggestion';
import { contentTerms } from '../../text/content-terms.ts';
import { fold } from '../../text/fold.ts';
import { injectionThreshold, scoreInjection } from '../../text/injection.ts';
import { phrase } from '../phrases.ts';
import type { Decided, EvidenceSource, Vault } from '../types.ts';
import { asksForCredentials, echoes, hasForeignLink, hasForeignPersonalData, hasForeignPlaceholder } from './output-filters.ts';
import { unauthorisedPromises } from './promises.ts';
import { offends } from './tone.ts';

export type RemovedReason = Draft['removed'][number]['reason'];

export type RuleInput = {
  sources: readonly EvidenceSource[];
  decided: Decided;
  vault: Vault;
  manifest: ReleaseManifest;
  language: string;
  /** Pseudonymised subject and question: what the customer said may be said back in a question. */
  question: string;
  /** Words that must not come out again: canaries and delimiters of this request. */
  secrets?: readonly string[];
};

const MAX_QUESTION = 240;
/** Words in a row by which a sentence says the ticket back. */
const SAID_BACK = 5;
/** Share of a question's words that must come from the ticket or the sources. */
const KNOWN_WORDS = 0.6;

/** What a reply may not hold whatever its sources say, and what it may say without one. */
export function createRules({ sources, decided, vault, manifest, language, question, secrets = [] }: RuleInput) {
  const prompts = Object.entries(manifest.prompts);
  const isEcho = echoes(prompts.filter(([key]) => key.startsWith('draft.')).map(([, text]) => text));
  const saysBack = echoes([question], SAID_BACK);
  const phrases = { answer: ['not_found'], clarify: [], escalate: ['holding'], abstain: ['not_found', 'out_of_scope'] }[decided.outcome];
  const own = new Set([...decided.say, ...phrases.map((name) => phrase(manifest.prompts, name, language))]);
  let known: Set<string> | null = null;
  const words = () => {
    known ??= new Set([...contentTerms(question, language), ...sources.flatMap((source) => contentTerms(`${source.title} ${source.text}`, source.language))]);
    return known;
  };

  return {
    /** A sentence of the team's: what a policy has the reply say, or the release's own phrase for this outcome. */
    isOwn: (text: string): boolean => own.has(text),

    /** The customer's own words, put into our mouth. */
    saysBack,

    /** A question decided on, or one of the drafter's own: short, in the words of the ticket and the sources, without numbers. */
    mayAsk(text: string): boolean {
      if (decided.outcome !== 'answer' || !/[?？]$/.test(text) || text.length > MAX_QUESTION || /\d/.test(text)) return false;
      const terms = contentTerms(text, language);
      return terms.length > 0 && terms.filter((term) => words().has(term)).length / terms.length >= KNOWN_WORDS;
    },

    /** Why `text`, which cites texts that read `quoted`, may not be said; null when it may. */
    against(text: string, quoted: readonly string[]): RemovedReason | null {
      if (secrets.some((secret) => secret !== '' && text.includes(secret)) || isEcho(text)) return 'secret';
      if (hasForeignPlaceholder(text, vault) || hasForeignPersonalData(text, quoted)) return 'secret';
      if (hasForeignLink(text, manifest.linkHosts)) return 'link';
      if (
        asksForCredentials(
          text,
          quoted.some((source) => source.includes(text)),
        )
      )
        return 'forbidden';
      if (scoreInjection(text, 0).score >= injectionThreshold) return 'forbidden';
      if (saysAny(text, decided.forbid)) return 'forbidden';
      if (saysAny(text, manifest.voice.bannedPhrases)) return 'tone';
      const verbatim = quoted.some((source) => source.includes(text));
      if (offends(text, language, manifest.voice, verbatim)) return 'tone';
      return unauthorisedPromises(text, decided.authorises).length > 0 ? 'promise' : null;
    },
  };
}

/** Whole words, whatever their case, accents and punctuation. */
function saysAny(text: string, phrases: readonly string[]): boolean {
  const plain = (raw: string) =>
    ` ${fold(raw)
      .replace(/[^\p{L}\p{N}%]+/gu, ' ')
      .trim()} `;
  const said = plain(text);
  return phrases.some((banned) => plain(banned).trim() !== '' && said.includes(plain(banned)));
}
