import type { Policy, PolicyCondition } from '#shared/policy';
import type { Ticket } from '#shared/ticket';
import { fold } from '../../text/fold.ts';
import { type Amount, findAmounts } from './amounts.ts';

export type PolicyFacts = {
  /** The requester's own words. */
  text: string;
  ticket: Pick<Ticket, 'channel' | 'customer' | 'tags'>;
  /** Tags triage gives with enough confidence. */
  tags: readonly string[];
};

export type PolicyMatch = { policy: Policy; because: string };

const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const plain = (text: string): string =>
  fold(text.normalize('NFKC'))
    .replace(/['’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Policies whose every condition holds, in the release's order; `because` is the phrase that fired. A condition on a fact
 * that is unknown does not hold. A policy without any condition never fires: it would hold for every ticket.
 */
export function matchPolicies(policies: readonly Policy[], facts: PolicyFacts): PolicyMatch[] {
  const words = ` ${plain(facts.text)} `;
  const amounts = findAmounts(facts.text);
  const intents = new Set([...facts.tags, ...facts.ticket.tags].map((t) => t.toLowerCase()));
  return policies.flatMap((policy) => {
    const because = holds(policy.when, facts, words, amounts, intents);
    return because === null ? [] : [{ policy, because }];
  });
}

function holds(when: PolicyCondition, { text, ticket }: PolicyFacts, words: string, amounts: readonly Amount[], intents: ReadonlySet<string>): string | null {
  const reasons: string[] = [];
  let conditions = 0;
  const demand = (applies: boolean, reason: string | undefined): boolean => {
    if (!applies) return true;
    conditions += 1;
    if (reason !== undefined) reasons.push(reason);
    return reason !== undefined;
  };
  const { keywords, tiers, plans, regions, channels, amountAbove } = when;
  const { tier, plan, region } = ticket.customer;
  const all =
    demand(
      keywords.length > 0,
      keywords.find((k) => hasPhrase(words, text, k)),
    ) &&
    demand(
      when.intents.length > 0,
      when.intents.find((i) => intents.has(i.toLowerCase())),
    ) &&
    demand(tiers.length > 0, same(tiers, tier)) &&
    demand(plans.length > 0, same(plans, plan)) &&
    demand(regions.length > 0, same(regions, region)) &&
    demand(
      channels.length > 0,
      channels.find((c) => c === ticket.channel),
    ) &&
    demand(amountAbove !== null, amounts.find((a) => above(a, amountAbove))?.text);
  return all && conditions > 0 ? reasons.join(', ') : null;
}

/** Whole words, case and accents folded; in scripts without spaces, anywhere. */
function hasPhrase(words: string, text: string, keyword: string): boolean {
  const wanted = plain(keyword);
  if (wanted === '') return false;
  return SPACELESS.test(keyword) ? text.normalize('NFKC').includes(keyword.normalize('NFKC')) : words.includes(` ${wanted} `);
}

const same = (allowed: readonly string[], fact: string | null): string | undefined =>
  fact === null ? undefined : allowed.find((a) => plain(a) === plain(fact));

function above(amount: Amount, limit: PolicyCondition['amountAbove']): boolean {
  if (limit === null || amount.value <= limit.value) return false;
  return limit.currencies.length === 0 || amount.currency === null || limit.currencies.includes(amount.currency);
}
