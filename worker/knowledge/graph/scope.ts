import { fold } from '../../text/fold.ts';
import type { Article } from '../types.ts';

/** Whether two articles speak to the same readers about the same things: only then can one of them be wrong. */
export function sameScope(a: Article, b: Article): boolean {
  // What holds for some only says another thing than what holds for all, and contradicts nothing.
  const same = (x: readonly string[], y: readonly string[]): boolean => (x.length === 0 ? y.length === 0 : x.some((name) => y.includes(name)));
  const meet = (x: readonly string[], y: readonly string[]): boolean => x.length === 0 || y.length === 0 || x.some((name) => y.includes(name));
  return (
    a.locale.slice(0, 2).toLowerCase() === b.locale.slice(0, 2).toLowerCase() &&
    (a.brand === null || b.brand === null || a.brand === b.brand) &&
    same(a.plans, b.plans) &&
    same(a.regions, b.regions) &&
    same(a.versions, b.versions) &&
    meet(a.products, b.products) &&
    !shelvedApart(a, b) &&
    !a.supersedes.includes(b.id) &&
    !b.supersedes.includes(a.id)
  );
}

/** Of two articles with one title the section says what they are about: each product has its page of prices. */
function shelvedApart(a: Article, b: Article): boolean {
  if (fold(a.title.trim()) !== fold(b.title.trim()) || a.sections.length === 0 || b.sections.length === 0) return false;
  return !a.sections.some((section) => b.sections.includes(section));
}

/** Words with a capital inside a sentence. German writes every noun so; there they tell nothing. */
export function namesOf(sentence: string, language: string): Set<string> {
  if (language === 'de') return new Set();
  return new Set([...sentence.matchAll(/(?<=[\p{L}\p{N},;:)] )\p{Lu}[\p{L}\p{N}]+/gu)].map(([name]) => name.toLowerCase()));
}

/** Each names something that the other does not: they speak of different things. */
export const otherNames = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].some((name) => !b.has(name)) && [...b].some((name) => !a.has(name));
