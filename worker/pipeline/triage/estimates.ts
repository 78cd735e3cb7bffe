/** Product, priority and risks: learned where the tenant's tickets teach them, else from what the rules see. */

import { prioritySchema } from '#shared/ticket';
import type { Flag, Triage } from '#shared/triage';
import type { GroupGuess, GroupName } from '../../knowledge/triage/label-model.ts';
import type { Enriched, Retrieved, RunContext } from '../types.ts';

type Input = Enriched & { retrieved: Retrieved; context: RunContext };

/** A guess below this is none. */
const LIKELY = 0.5;
const NAMED = 0.9;
const NEARLY_NAMED = 0.6;

export function estimateProduct({ entities }: Input, guess: GroupGuess | undefined): Triage['product'] {
  const named = entities.find((e) => e.kind === 'product');
  const best = guess?.outside ? undefined : guess?.guesses[0];
  if (named && (!best || best.confidence < NAMED)) return { value: named.label, confidence: named.exact ? NAMED : NEARLY_NAMED };
  return best && best.confidence >= LIKELY ? { value: best.label, confidence: best.confidence } : { value: null, confidence: 0 };
}

const URGENT =
  /(?<!\p{L})(?:urg[eêé]n\p{L}*|asap|immediately|inmediat\p{L}+|imediat\p{L}+|imm[ée]diatement|outage|is down|are down|production|dringend\p{L}*|sofort|eilt|ausfall|ausgefallen|notfall|em[eé]rg[eêé]nc\p{L}+|ca[ií]d[ao]s?|caiu|fora do ar|panne)(?!\p{L})|至急|緊急|障害/iu;

export function estimatePriority({ ticket, text }: Input, guess: GroupGuess | undefined, flags: readonly Flag[]): Triage['priority'] {
  const has = (code: Flag['code']): boolean => flags.some((f) => f.code === code);
  if (has('safety')) return { value: 'urgent', confidence: 0.95 };
  if (has('legal_threat') || (has('vip') && (has('angry') || has('sla_breached')))) return { value: 'high', confidence: 0.85 };
  const best = guess?.guesses[0];
  const learned = prioritySchema.safeParse(best?.label);
  if (best && learned.success && best.confidence >= LIKELY) return { value: learned.data, confidence: best.confidence };
  if (has('sla_breached') || has('known_issue') || has('angry') || URGENT.test(text.slice(0, 4_000))) return { value: 'high', confidence: 0.65 };
  return { value: ticket.priority ?? 'normal', confidence: ticket.priority ? 0.7 : 0.5 };
}

/** How sure it is then that the team does not support it: some ask about what works together with its products. */
const FOREIGN = 0.8;

type Risks = Pick<Triage, 'escalationRisk' | 'needsInfoRisk' | 'outOfScopeRisk'>;

/** How often a flag ends on a person's desk: set by hand, since hardly any history records it. */
const escalates: Partial<Record<Flag['code'], number>> = {
  safety: 0.95,
  legal_threat: 0.9,
  asks_for_human: 0.9,
  angry: 0.35,
  sla_breached: 0.3,
  injection: 0.2,
};

/** `foreign`: the customer says that the thing is somebody else's. */
export function estimateRisks(
  { text, entities, retrieved }: Input,
  guesses: ReadonlyMap<GroupName, GroupGuess>,
  flags: readonly Flag[],
  foreign: boolean,
): Risks {
  const learned = (label: string): number | undefined => guesses.get('risk')?.guesses.find((g) => g.label === label)?.confidence;
  let calm = 1 - (learned('escalate') ?? 0.05);
  for (const { code } of flags) calm *= 1 - (escalates[code] ?? 0);
  const words = text.split(/\s+/).filter(Boolean).length;
  const bare = words < 6 || (words < 14 && entities.length === 0) ? 0.75 : words < 15 && retrieved.confidence < 0.3 ? 0.5 : 0.12;
  const none = guesses.get('tag')?.none ?? null;
  const alien = entities.length === 0 && retrieved.similar.length === 0 && retrieved.confidence < 0.1 ? 0.7 : 0.1;
  return {
    escalationRisk: clip(1 - calm),
    needsInfoRisk: clip(learned('needs_info') ?? bare),
    outOfScopeRisk: clip(Math.max(foreign ? FOREIGN : 0, learned('out_of_scope') ?? (none === null ? alien : none * (1 - retrieved.confidence)))),
  };
}

const clip = (p: number): number => Math.round(Math.min(1, Math.max(0, p)) * 1000) / 1000;
