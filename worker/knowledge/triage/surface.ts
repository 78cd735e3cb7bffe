/** What a text looks like, beside its words: short or long, shouted, full of links or numbers, in which language. */

const URL = /https?:\/\/|www\.|\b[a-z0-9-]{2,40}\.(?:com|net|org|info|site|online|shop|xyz|in|co)\b/giu;
/** Ten or more digits kept apart by signs that no phone number needs are a number hidden from a filter. */
const HIDDEN_NUMBER = /\d(?:[\s*+/\\()._:,π@~-]{0,3}\d){8,14}|<number>|⟦PHONE_\d+⟧/gu;
const SELLING =
  /\b(?:customer (?:care|support|service) (?:number|no)|help ?line|toll[ -]?free|call (?:me|now|us)|whats ?app|contact us|best price|buy now|order now|discount|free trial|seo|backlinks?|casino|lottery|betting|loan|crypto|bitcoin|forex|escorts?|viagra|our (?:services|products|team of|company)|we (?:offer|provide|are a leading)|visit (?:our|us)|near me|in (?:dubai|delhi|mumbai|london))\b/giu;
const MARKUP = /\[\[|\]\]|'''|^#{1,4} |^[*#-] |bold text|italic text|<[a-z]+>/gimu;

const level = (n: number): number => Math.min(8, Math.ceil(Math.log2(n + 1)));

/** Names of the features that hold, such as `length:5`. Only the first 8,000 characters are read. */
export function surfaceFeatures(full: string, language: string): string[] {
  const text = full.slice(0, 8_000);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const foreign = text.match(/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu)?.length ?? 0;
  const words = text.split(/\s+/).length;
  const lines = text.split('\n').filter((l) => l.trim() !== '').length;
  const features = [
    `language:${language}`,
    `length:${Math.round(Math.log2(letters + 1) * 2)}`,
    `lines:${level(lines)}`,
    `links:${level(text.match(URL)?.length ?? 0)}`,
    `questions:${level(text.match(/[?？]/gu)?.length ?? 0)}`,
    `exclaims:${level(text.match(/[!！]/gu)?.length ?? 0)}`,
  ];
  if (letters > 10 && capitals > letters / 2) features.push('shouts');
  if (letters > 10 && capitals === 0) features.push('no-capitals');
  if (foreign > letters / 3) features.push('other-script');
  if (letters < 25) features.push('hardly-a-word');
  for (const [name, pattern] of [
    ['number', HIDDEN_NUMBER],
    ['selling', SELLING],
    ['markup', MARKUP],
  ] as const) {
    const n = text.match(pattern)?.length ?? 0;
    if (n > 0) features.push(name, `${name}:${level(n)}`);
  }
  features.push(`word-length:${Math.min(12, Math.round(letters / words))}`);
  return features;
}
