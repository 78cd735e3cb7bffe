/** What an installation may spend on language models in a month, in tokens and money, and what it has spent. */
import { type Budget, type BudgetLimits, budgetLimitsSchema, type Spend } from '#shared/budget';
import { appendAudit } from './audit-log.ts';
import { readNote, writeNote } from './notes.ts';
import { isoOf, type Step } from './step.ts';

const ALERT_SHARE = 0.8;
/** A call that never reported what it cost no longer counts as under way. */
const RESERVED_MS = 60_000;

type Account = {
  month: string;
  tokens: number;
  usd: number;
  calls: number;
  alerted: 80 | 100 | null;
  reserved: { at: number; tokens: number; usd: number; id: string }[];
};

const LIMITS = 'budget_limits';
const ACCOUNT = 'budget_account';

/** This month's account (UTC); `state` is `exceeded` from the limit on: then no model is asked. */
export function readBudget({ db, now }: Step): Budget {
  return toBudget(readLimits(db), account(db, now));
}

/** Null means without limit. */
export function setBudget(step: Step, limits: BudgetLimits, user: string): Budget {
  const value = budgetLimitsSchema.parse(limits);
  writeNote(step.db, LIMITS, JSON.stringify(value));
  const open = account(step.db, step.now);
  writeNote(step.db, ACCOUNT, JSON.stringify({ ...open, alerted: null }));
  appendAudit(step.db, { at: isoOf(step.now), actor: user, action: 'budget.set', subject: 'installation', details: { tokens: value.tokens, usd: value.usd } });
  return readBudget(step);
}

/** Sets aside what a call may cost at most; false when that is no longer there, so that calls at once cannot overspend together. */
export function reserveSpend({ db, now }: Step, id: string, most: Spend): boolean {
  const limits = readLimits(db);
  const open = account(db, now);
  const held = open.reserved.reduce((sum, r) => ({ tokens: sum.tokens + r.tokens, usd: sum.usd + r.usd }), { tokens: open.tokens, usd: open.usd });
  if (limits.tokens !== null && held.tokens + most.tokens > limits.tokens) return false;
  if (limits.usd !== null && held.usd + most.usd > limits.usd) return false;
  if (limits.tokens !== null || limits.usd !== null)
    writeNote(db, ACCOUNT, JSON.stringify({ ...open, reserved: [...open.reserved, { id, at: now, ...most }] }));
  return true;
}

/** Books what calls cost, in place of what was reserved under `id`; `alert` is set the first time 80 % or 100 % is reached in a month. */
export function spend({ db, now }: Step, id: string, cost: Spend): { alert: 80 | 100 | null } {
  const limits = readLimits(db);
  const open = account(db, now);
  const next = {
    ...open,
    tokens: open.tokens + cost.tokens,
    usd: open.usd + cost.usd,
    calls: open.calls + (cost.tokens > 0 ? 1 : 0),
    reserved: open.reserved.filter((r) => r.id !== id),
  };
  const share = shareOf(limits, next);
  const reached = share >= 1 ? 100 : share >= ALERT_SHARE ? 80 : null;
  const alert = reached !== null && reached !== open.alerted && (open.alerted ?? 0) < reached ? reached : null;
  writeNote(db, ACCOUNT, JSON.stringify({ ...next, alerted: alert ?? open.alerted }));
  if (alert) appendAudit(db, { at: isoOf(now), actor: 'deskgraph', action: 'budget.alert', subject: 'installation', details: { percent: alert } });
  return { alert };
}

function readLimits(db: Step['db']): BudgetLimits {
  return budgetLimitsSchema.parse(JSON.parse(readNote(db, LIMITS) ?? '{}'));
}

function account(db: Step['db'], now: number): Account {
  const month = isoOf(now).slice(0, 7);
  const kept = JSON.parse(readNote(db, ACCOUNT) ?? 'null') as Account | null;
  if (kept?.month !== month) return { month, tokens: 0, usd: 0, calls: 0, alerted: null, reserved: [] };
  return { ...kept, reserved: kept.reserved.filter((r) => r.at > now - RESERVED_MS) };
}

function shareOf(limits: BudgetLimits, { tokens, usd }: Spend): number {
  const of = (spent: number, limit: number | null) => (limit === null ? 0 : limit === 0 ? 1 : spent / limit);
  return Math.max(of(tokens, limits.tokens), of(usd, limits.usd));
}

function toBudget(limits: BudgetLimits, open: Account): Budget {
  const share = shareOf(limits, open);
  return {
    month: open.month,
    limits,
    spent: { tokens: open.tokens, usd: open.usd, calls: open.calls },
    state: share >= 1 ? 'exceeded' : share >= ALERT_SHARE ? 'near' : 'ok',
  };
}
