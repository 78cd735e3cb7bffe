import type { Customer } from '#shared/ticket';
import type { Article } from '../knowledge/types.ts';

export type Condition = 'plan' | 'region' | 'version';

/**
 * Whether an article's conditions hold for a customer: `yes`, `no`, or the facts that would have to be known first. An
 * article without conditions holds for everyone; a version holds with all below it (`68` with `68.0.1`).
 */
export function appliesTo(article: Pick<Article, 'plans' | 'regions' | 'versions'>, customer: Customer): 'yes' | 'no' | { unknown: Condition[] } {
  const unknown: Condition[] = [];
  const facts: [Condition, string[], string | null][] = [
    ['plan', article.plans, customer.plan],
    ['region', article.regions, customer.region],
    ['version', article.versions, customer.version],
  ];
  for (const [condition, allowed, fact] of facts) {
    if (allowed.length === 0) continue;
    if (fact === null || fact.trim() === '') unknown.push(condition);
    else if (!allowed.some((value) => same(value, fact) || (condition === 'version' && within(value, fact)))) return 'no';
  }
  return unknown.length > 0 ? { unknown } : 'yes';
}

const plain = (value: string) =>
  value
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
const same = (a: string, b: string) => plain(a) === plain(b);
const within = (allowed: string, fact: string) => plain(fact).startsWith(`${plain(allowed)}.`);
