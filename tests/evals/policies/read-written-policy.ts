/** A written support policy as a typed one, as far as its sentences carry conditions and demands: a first draft for whoever types it in. */
import { type Policy, policySchema } from '#shared/policy';
import { contentTerms } from '../../../worker/text/content-terms.ts';
import { sentences } from '../../../worker/text/sentences.ts';
import { stemmer } from '../../../worker/text/stem.ts';

export type Written = { id: string; title: string; text: string /** What it is about, where that is one product. */; product: string | null };
export type Vocabulary = { /** Whether so few policies are titled with these words that they tell which. */ tells(terms: readonly string[]): boolean };

const TRANSFER =
  /\b(?:transfer|escalat|hand(?:ed)? over|handoff)\w*\b[^.\n]{0,60}\b(?:human|agent|specialist|supervisor|team|department)s?\b|\btransfer_to_human_agents\b|\brequest_human_agent_transfer\b/iu;
const VERIFY =
  /\b(?:verif(?:y|ies|ied|ication)|authenticat(?:e|ed|ing)|confirm)\b[^.\n]{0,40}\b(?:identity|customer|user|id|verified)\b|\bcustomer (?:is|must be|has been) verified\b|\bidentity verification\b/iu;
const NOT = /\b(?:not|never|no longer|without|isn['’]t|unless)\b/iu;
const ABOVE = /\b(?:over|above|more than|exceed(?:s|ing)?|greater than|larger than|in excess of)\s+(?:US)?\$\s?([\d,]+(?:\.\d+)?)/iu;
const MUST_NOT =
  /\b(?:do not|don['’]t|never|must not|should not|cannot|may not) (?:say|promise|tell|offer|give|provide|disclose|mention|share|reveal)\s+([^.\n;:]{4,80})/giu;
const SAY =
  /\b(?:[Ss]ay|[Ss]tate|[Ii]nform(?: the (?:customer|user))?|[Tt]ell(?: the (?:customer|user))?|[Ss]end the message|[Rr]espond with|[Rr]eply)[:,]?\s+(?:that\s+)?["“']([A-Z][^"”\n]{12,300})["”']/gu;
const MAY = /\b(?:may|can|will|are allowed to|eligible for|issue|apply|offer|provide|process|approve)\b/iu;
const PROMISES: Record<string, RegExp> = {
  refund: /\brefunds?\b/iu,
  credit: /\b(?:statement|account|courtesy|provisional|goodwill) credits?\b|\bcertificates?\b/iu,
  replacement: /\breplacements?\b|\bexchange\b/iu,
  waiver: /\bwaiv(?:e|er|ed|ing)\b/iu,
  cancellation: /\bcancel(?:lation|led|s)?\b/iu,
};
const TIER = /\b(regular|silver|gold|platinum|diamond|premium|standard|business) (?:member|tier|customer|status)s?\b/giu;

/** Typed by rules alone; `vocabulary` says which words of a title tell policies apart. */
export function readWrittenPolicy({ id, title, text, product }: Written, { tells }: Vocabulary): Policy {
  const said = sentences(text);
  const firm = said.filter((sentence) => !NOT.test(sentence));
  const transfer = firm.find((sentence) => TRANSFER.test(sentence));
  const over = ABOVE.exec(text)?.[1];
  return policySchema.parse({
    id,
    title: title.slice(0, 300),
    text: text.slice(0, 20_000),
    when: {
      keywords: keywordsOf(title, text, tells),
      intents: product === null ? [] : [product],
      tiers: [...new Set([...title.matchAll(TIER)].map((match) => (match[1] ?? '').toLowerCase()))],
      amountAbove:
        over === undefined || transfer === undefined || !ABOVE.test(transfer) ? null : { value: Number(over.replaceAll(',', '')), currencies: ['USD'] },
    },
    then: {
      escalate: transfer === undefined ? null : { reason: transfer.slice(0, 500) },
      askIdentity: firm.some((sentence) => VERIFY.test(sentence)),
      forbid: distinct(text.matchAll(MUST_NOT)),
      say: distinct(text.matchAll(SAY)).slice(0, 10),
      authorises: Object.entries(PROMISES).flatMap(([name, pattern]) => (firm.some((sentence) => pattern.test(sentence) && MAY.test(sentence)) ? [name] : [])),
    },
  });
}

const distinct = (matches: Iterable<RegExpMatchArray>): string[] =>
  [...new Set([...matches].map((match) => (match[1] ?? '').trim().slice(0, 128)))].slice(0, 20);

/** Words and pairs of the title that tell it apart, in every form in which its text writes them. */
function keywordsOf(title: string, text: string, tells: Vocabulary['tells']): string[] {
  const stem = stemmer('en');
  const forms = new Map<string, Set<string>>();
  for (const [word] of `${title} ${text}`.toLowerCase().matchAll(/[a-z][a-z'-]+/g)) forms.set(stem(word), (forms.get(stem(word)) ?? new Set()).add(word));
  const terms = contentTerms(title.replace(/^internal:\s*/i, ''), 'en');
  const single = terms.filter((term) => tells([term])).flatMap((term) => [...(forms.get(term) ?? [])]);
  const words = title.toLowerCase().match(/[a-z0-9'-]+/g) ?? [];
  const pairs = words.flatMap((word, i) => {
    const next = words[i + 1];
    return next !== undefined && terms.includes(stem(word)) && terms.includes(stem(next)) && tells([stem(word), stem(next)]) ? [`${word} ${next}`] : [];
  });
  return [...new Set([...single, ...pairs])].slice(0, 100);
}
