/** What of an article's words can be said in a reply, where the page around them is not seen. */
import { plainSentence } from '../../text/plain-sentence.ts';
import { sentences } from '../../text/sentences.ts';

const BOILERPLATE =
  /^(?:title|summary|text|question|answer|cause|symptom|environment|technote|product alias|cross reference|document information|local fix|subscribe|related information|table of contents|note:?$|was this (?:article|page) helpful|did this (?:article|page)|back to top|click here|last (?:updated|modified|review)|share this|contributors?:|applies to|keywords?:|tags?:|copyright|all rights reserved)\b/iu;
const POINTER =
  /^(?:see|read|refer to|learn more|for (?:more|details|further|(?:detailed )?(?:information|instructions|help)\b)|to (?:learn|find out|read) (?:more|about)|more (?:information|details)|siehe|mehr (?:dazu|informationen)|voir|pour en savoir|véase|vea|consulte|veja|vedi|zie)\b.{0,160}$/iu;
/** Sends the reader to another page, whose name alone is left of the link. */
const ELSEWHERE =
  /[,;:–-] ?(?:please )?(?:see|read|refer to|have a look at|check out) (?=\p{Lu}|the article|this|our)|\b(?:see|read|in|follow|visit|have a look at) (?:the |this |these |our |that )?(?:following )?(?:article|help page|blog post|knowledge base|instructions|steps in|links?)\b|\b(?:this|these|that) (?:article|page|section|guide|instructions|link|form)\b|\bas (?:described|shown|explained|outlined) (?:in|above|below|here)\b|\b(?:described|explained|listed|shown|outlined) (?:here|above|below)\b|(?:\b(?:steps?|instructions?|section|table|list|options?|image|screenshot)) (?:above|below)\b|\b(?:above|below|previous|following) (?:steps?|instructions?|section|table|image|screenshot)\b|\b(?:go (?:on |back )?to|see|in|from|repeat) steps? \d|(?<!\p{L})(?:siehe|lesen sie|(?:in|unter) (?:diesem|dem) artikel|voir l['’]article|(?:dans|consultez) (?:cet|l['’])\s?article|(?:en|consulte|lea) (?:este|el) artículo|(?:n?este|consulte o) artigo|(?:in |leggi )(?:questo|l['’])\s?articolo|(?:in|lees) dit artikel)(?!\p{L})|を参照|をご覧/iu;
const LABEL =
  /^(?:(?:important|please)\s)?(?:notes?|tip|hint|important|warning|caution|hinweis|tipp|wichtig|achtung|remarque|astuce|attention|important|nota|consejo|importante|atención|aviso|dica|nota bene|attenzione|let op|opmerking)\s?[:：]\s*/iu;
const ASIDE = /\s?\((?:see|siehe|voir|véase|ver|veja|vedi|zie)\s[^()]{1,160}\)/giu;
/** A sentence this short that carries a link is a pointer to another page. */
const POINTER_WORDS = 8;
/** The end of a sentence whose beginning stands elsewhere. */
const CUT_OFF = /^[^(]*\)|^[)\]}]/u;
const ENDED = /[.!:;…。！：)\]"'”’»>%]$/u;
/** Where to click and nothing else: `Settings → Hub → Light.` */
const PATH_ALONE = /^\P{L}*\p{Lu}[\p{L}\p{N} ]{0,40}(?:\s?(?:→|›|»|>)\s?\p{Lu}[^→›».!?]{0,40})+\.?$/u;
/** Without a full stop this many words may still be a sentence; fewer are a heading or a label. */
const FRAGMENT_WORDS = 9;

/** The sentence, or an item of a list of its own, as it reads in a reply, without its label and its asides; null for one that only points elsewhere, a heading, a question. */
export function sayable(raw: string): string | null {
  const text = tidy(raw);
  if (/\]\(|\(https?:/.test(raw) && words(text) <= POINTER_WORDS) return null;
  if (text.length < 12 || text.length > 600 || text.includes('⟦') || text === text.toUpperCase() || CUT_OFF.test(text)) return null;
  if (!/\p{L}{2}/u.test(text) || BOILERPLATE.test(text) || POINTER.test(text) || ELSEWHERE.test(text) || /[?？]$/.test(text)) return null;
  return text;
}

/** An item of a list likewise: what it says beyond pointing elsewhere; empty when nothing is left. */
export function sayableItem(raw: string): string {
  const parts = sentences(raw);
  if (parts.length < 2) return POINTER.test(tidy(raw)) || ELSEWHERE.test(tidy(raw)) ? '' : tidy(raw);
  return parts
    .map((part) => tidy(part))
    .filter((part) => part !== '' && !POINTER.test(part) && !ELSEWHERE.test(part))
    .join(' ');
}

/** Reads like a heading or a label rather than a sentence. */
export const isFragment = (text: string): boolean =>
  PATH_ALONE.test(text) || (!ENDED.test(text) && words(text) < FRAGMENT_WORDS && !/[\u3040-\u30ff\u4e00-\u9fff]/u.test(text));

const tidy = (raw: string): string => plainSentence(raw).replace(LABEL, '').replace(ASIDE, '').trim();
const words = (text: string): number => text.split(/\s+/).length;
