/** Every operation that the rest of the Worker asks of an installation by name: events, effects, knowledge, change control, audit, traces, erasure. */
import { eq } from 'drizzle-orm';
import type { Feedback } from '#shared/feedback';
import type { AuditEntry, ControlSettings, GoldenTicket, KillSwitch } from '#shared/governance';
import { AppError } from '../errors.ts';
import type { Effect, InboxEvent } from '../helpdesk-ports.ts';
import * as log from './audit-log.ts';
import * as budgets from './budget.ts';
import * as changes from './changes.ts';
import * as controls from './controls.ts';
import { countEffects } from './effect-count.ts';
import { erase } from './erase.ts';
import * as erasing from './erasures.ts';
import { goldenTickets } from './governance-tables.ts';
import * as inbox from './inbox.ts';
import { knowledgeOperations } from './knowledge-operations.ts';
import * as ledger from './ledger.ts';
import { neededSnapshots } from './needed-snapshots.ts';
import * as notes from './notes.ts';
import * as openTickets from './open-tickets.ts';
import * as watch from './release-watch.ts';
import { isoOf, type Step } from './step.ts';
import { capsuleOf, saveFeedback } from './suggestions.ts';
import * as search from './trace-search.ts';

export const operations = {
  ...knowledgeOperations,

  hasEvent: ({ db }: Step, ticketId: string, kind: InboxEvent['kind']) => inbox.hasEvent(db, ticketId, kind),
  pendingEvents: ({ db }: Step, limit: number) => inbox.pendingEvents(db, limit),
  claimEvent: ({ db, now }: Step, id: string) => inbox.claimEvent(db, id, now),
  settleEvent: ({ db, now }: Step, id: string, outcome: 'done' | 'obsolete' | 'retry' | 'park', reason: string, pauseMs?: number) =>
    inbox.settleEvent(db, id, outcome, reason, now, pauseMs),
  /** Brings back what was parked until an admin connects again. */
  releaseParked: ({ db, now }: Step) => inbox.releaseParked(db, now),
  inboxCounts: ({ db }: Step) => inbox.countStates(db),
  inboxBacklog: ({ db }: Step) => inbox.inboxBacklog(db),
  planEffect: ({ db, now }: Step, effect: Omit<Effect, 'status' | 'attempts'>) => ledger.planEffect(db, effect, now),
  claimEffect: ({ db, now }: Step, id: string) => ledger.claimEffect(db, id, now),
  markEffect: ({ db, now }: Step, id: string, status: Effect['status'], reason: string) => ledger.markEffect(db, id, status, reason, now),
  /** The effect as it stands; null for a key that was never planned. */
  effect: ({ db }: Step, key: string) => ledger.findEffect(db, key),
  /** Effects that were claimed and not settled yet. */
  actionsInFlight: ({ db, now }: Step): number => ledger.inFlight(db, now),
  countEffects,

  recentTickets: ({ db }: Step, openedAt: number) => openTickets.recentTickets(db, openedAt),
  ticketClosed: ({ db }: Step, ticketId: string) => openTickets.ticketClosed(db, ticketId),
  saveFeedback: ({ db, now }: Step, id: string, feedback: Feedback) => saveFeedback(db, id, feedback, now),
  setupNote: ({ db }: Step, name: string) => notes.readNote(db, name),
  putSetupNote: ({ db }: Step, name: string, json: string) => notes.writeNote(db, name, json),

  propose: changes.propose,
  recordGate: changes.recordGate,
  approve: changes.approve,
  publish: changes.publish,
  rollback: changes.rollback,
  noteFailure: watch.noteFailure,
  watchRelease: watch.watchRelease,
  releaseViews: changes.releaseViews,
  release: changes.release,
  proposal: changes.proposal,
  proposalList: changes.proposalList,

  controls: ({ db }: Step): ControlSettings => controls.readControls(db),
  setControls({ db, now }: Step, value: ControlSettings, user: string): ControlSettings {
    const before = controls.readControls(db);
    controls.writeControls(db, value);
    const named = (part: string, values: object) => Object.fromEntries(Object.entries(values).map(([key, v]) => [`${part}.${key}`, v]));
    const flat = ({ watch, gate, ...rest }: ControlSettings) => ({ ...rest, ...named('watch', watch), ...named('gate', gate) });
    const [was, is]: Record<string, string | number | boolean>[] = [flat(before), flat(value)];
    const changed = Object.entries(is ?? {}).filter(([key, v]) => was?.[key] !== v);
    log.appendAudit(db, {
      at: isoOf(now),
      actor: user,
      action: 'settings.change',
      subject: 'controls',
      details: Object.fromEntries(changed),
    });
    return value;
  },
  killSwitch: ({ db }: Step): KillSwitch => controls.readKillSwitch(db),
  /** Holds from this step on: whoever claims an effect after it is refused. */
  setKillSwitch({ db, now }: Step, on: boolean, by: { user: string; why: string }): KillSwitch {
    const value = { on, by: by.user, at: isoOf(now), why: by.why };
    controls.writeKillSwitch(db, value);
    log.appendAudit(db, { at: value.at, actor: by.user, action: on ? 'actions.stop' : 'actions.resume', subject: 'installation', details: { why: by.why } });
    return value;
  },
  golden: ({ db }: Step): GoldenTicket[] =>
    db
      .select({ json: goldenTickets.json })
      .from(goldenTickets)
      .orderBy(goldenTickets.id)
      .all()
      .map((row) => JSON.parse(row.json) as GoldenTicket),
  setGolden({ db, now }: Step, golden: GoldenTicket, user: string): GoldenTicket {
    const json = JSON.stringify(golden);
    db.insert(goldenTickets).values({ id: golden.id, json }).onConflictDoUpdate({ target: goldenTickets.id, set: { json } }).run();
    log.appendAudit(db, { at: isoOf(now), actor: user, action: 'golden.set', subject: golden.id, details: {} });
    return golden;
  },
  removeGolden({ db, now }: Step, id: string, user: string): void {
    const gone = db.delete(goldenTickets).where(eq(goldenTickets.id, id)).returning({ id: goldenTickets.id }).all();
    if (gone.length === 0) throw new AppError('not_found', 'There is no such golden ticket.');
    log.appendAudit(db, { at: isoOf(now), actor: user, action: 'golden.remove', subject: id, details: {} });
  },

  capsule: capsuleOf,
  searchTraces: search.searchTraces,
  recentSuggestions: search.recentSuggestions,

  auditPage: ({ db }: Step, after: number): AuditEntry[] => log.readAudit(db, after),
  newestAudit: ({ db }: Step, before: number | null): AuditEntry[] => log.newestAudit(db, before),
  /** Notes something that happened outside of any step here: an export, a check. */
  note({ db, now }: Step, actor: string, action: string, subject: string, details: AuditEntry['details']): AuditEntry {
    return log.appendAudit(db, { at: isoOf(now), actor, action, subject, details });
  },

  budget: budgets.readBudget,
  setBudget: budgets.setBudget,
  reserveSpend: budgets.reserveSpend,
  spend: budgets.spend,

  erase,
  erasure: erasing.erasure,
  leftovers: erasing.leftovers,
  neededSnapshots,
  forgetBuildState: erasing.forgetBuildState,
  withdrawAll: erasing.withdrawAll,
  settleErasures: erasing.settleErasures,
} satisfies Record<string, (step: Step, ...args: never[]) => unknown>;

export type OperationName = keyof typeof operations;
export type OperationArgs<K extends OperationName> = (typeof operations)[K] extends (step: Step, ...args: infer A) => unknown ? A : never;
/** The operations as a caller sees them. */
export type Operations = { [K in OperationName]: (...args: OperationArgs<K>) => Promise<ReturnType<(typeof operations)[K]>> };
