/** What an agent must see at once, each with what it rests on. */
import type { Flag } from '#shared/triage';
import { pileAround } from '../known-issue.ts';
import type { Enriched, Retrieved, RunContext } from '../types.ts';
import { asksForHuman } from './asks-for-human/index.ts';
import type { CueKind } from './cues.ts';
import type { PolicyMatch } from './match-policies.ts';

const VIP = /\b(?:vip|enterprise|platinum|strategic|key account|premier|diamond)\b/i;

export type FlagInput = Enriched & { retrieved: Retrieved; context: RunContext };

export function findFlags(input: FlagInput, cues: ReadonlyMap<CueKind, string[]>, angry: boolean, policies: readonly PolicyMatch[]): Flag[] {
  const flags: Flag[] = [...input.flags];
  const add = (code: Flag['code'], severity: Flag['severity'], message: string, evidence: string[] = []): void =>
    void flags.push({ code, severity, message, evidence });

  const human = asksForHuman(`${input.ticket.subject}\n${input.lastMessage}`, undefined);
  if (human.asks) add('asks_for_human', 'warning', 'The customer asks for a person.', [human.phrase]);
  const safety = cues.get('safety');
  if (safety) add('safety', 'critical', `Someone may be in danger: “${safety[0]}”.`, safety);
  const legal = cues.get('legal');
  if (legal) add('legal_threat', 'critical', `The customer speaks of legal steps: “${legal[0]}”.`, legal);
  if (angry) add('angry', 'warning', 'The customer is angry.', cues.get('angry') ?? []);
  const { tier } = input.ticket.customer;
  const vip = (tier !== null && VIP.test(tier)) || input.ticket.tags.some((t) => VIP.test(t));
  if (vip) add('vip', 'info', tier ? `Important customer: ${tier}.` : 'Marked as an important customer.', tier ? [tier] : []);
  flags.push(...slaFlags(input));
  for (const { policy, because } of policies)
    add('policy', policy.then.escalate ? 'warning' : 'info', `Policy applies: ${policy.title}`, because ? [policy.id, because] : [policy.id]);
  const pile = pileAround(input.ticket.id, input.retrieved.about, input.context.recent);
  if (pile)
    add('known_issue', 'info', `Known issue “${pile.label}”: ${pile.tickets.length} open tickets like this one at the same time.`, [
      pile.node,
      ...pile.tickets,
    ]);
  flags.push(...articleFlags(input));
  return flags;
}

function slaFlags({ ticket, context }: FlagInput): Flag[] {
  const due = ticket.sla
    .map((clock) => ({ ...clock, minutes: (Date.parse(clock.dueAt) - context.startedAt) / 60_000 }))
    .filter((clock) => Number.isFinite(clock.minutes));
  const next = due.sort((a, b) => a.minutes - b.minutes)[0];
  if (!next || ticket.status === 'solved' || ticket.status === 'closed') return [];
  const metric = next.metric.replaceAll('_', ' ');
  const minutes = Math.abs(Math.round(next.minutes));
  if (next.minutes < 0)
    return [{ code: 'sla_breached', severity: 'critical', message: `The ${metric} target was missed ${minutes} minutes ago.`, evidence: [next.metric] }];
  if (next.minutes > context.release.manifest.thresholds.slaNearMinutes) return [];
  return [{ code: 'sla_near', severity: 'warning', message: `${minutes} minutes left for the ${metric}.`, evidence: [next.metric] }];
}

/** Articles among the best that contradict each other, or that a newer one replaces. */
function articleFlags({ retrieved, context }: FlagInput): Flag[] {
  const best = retrieved.articles.slice(0, 3).map((a) => `article:${a.id}`);
  if (best.length === 0) return [];
  const ego = context.knowledge.graph.ego(best, { hops: 1, limit: 60, kinds: ['contradicts', 'supersedes'] });
  const flags: Flag[] = [];
  const seen = new Set<string>();
  ego.forEachEdge((_edge, { kind }, source, target) => {
    if (!(best.includes(source) || best.includes(target))) return;
    const key = [kind, ...(kind === 'contradicts' ? [source, target].sort() : [source, target])].join(' ');
    if (seen.has(key)) return;
    seen.add(key);
    const name = (node: string): string => ego.getNodeAttribute(node, 'label');
    const ids = [source, target].map((node) => node.slice('article:'.length));
    if (kind === 'contradicts')
      flags.push({ code: 'contradiction', severity: 'warning', message: `“${name(source)}” and “${name(target)}” contradict each other.`, evidence: ids });
    else if (best.includes(target))
      flags.push({ code: 'outdated', severity: 'warning', message: `“${name(target)}” is replaced by “${name(source)}”.`, evidence: ids });
  });
  return flags;
}
