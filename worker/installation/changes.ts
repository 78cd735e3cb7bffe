/** Change control: who moved a release on, and why. Each function is one atomic step with its entry in the audit chain. */
import { desc, eq } from 'drizzle-orm';
import type { GateReport, Proposal, ProposalRequest, ReleaseView } from '#shared/governance';
import type { Release } from '#shared/release';
import { AppError } from '../errors.ts';
import * as states from '../governance/proposal.ts';
import { appendAudit } from './audit-log.ts';
import { readControls, readTakenBack, writeTakenBack } from './controls.ts';
import type { Database } from './database.ts';
import { hasPendingErasure, withdrawOthers } from './erasures.ts';
import { proposals } from './governance-tables.ts';
import { allReleases, findRelease, keepRelease, liveRelease, liveSince, movePointer, recentReleases, wasLive, withdrawnReleases } from './releases.ts';
import { editorsSince } from './sources.ts';
import { isoOf, type Step } from './step.ts';

type Details = Record<string, string | number | boolean | null>;
export const PRODUCT = 'deskgraph';
const LISTED = 200;
/** An edit made while the live release was being built may not be part of it yet. */
const BUILD_TAKES_MS = 15 * 60_000;

export function propose(step: Step, request: ProposalRequest, by: { user: string; id: string }): Proposal {
  const base = liveRelease(step.db);
  if (!base) throw new AppError('no_knowledge', 'There is no release yet to change. Ingest knowledge first.');
  const { proposal, release } = states.propose(request, base, { ...by, at: isoOf(step.now) });
  keepRelease(step.db, release, step.now);
  return kept(step, proposal, by.user, 'release.propose', { changes: proposal.changes.length });
}

export function recordGate(step: Step, id: string, gate: GateReport, user: string): Proposal {
  return kept(step, states.evaluated(existing(step.db, id), gate), user, 'release.evaluate', {
    ok: gate.ok,
    goldenFailed: gate.golden.failed.length,
    goldenTotal: gate.golden.total,
    problems: gate.problems.join(', '),
  });
}

export function approve(step: Step, id: string, by: { user: string; why: string }): Proposal {
  const approval = { by: by.user, at: isoOf(step.now), why: by.why };
  const proposal = existing(step.db, id);
  // The product proposes what it built, but whoever corrected the graph for it is its author too.
  const authors = proposal.createdBy === PRODUCT ? editorsSince(step.db, liveSince(step.db) - BUILD_TAKES_MS) : [proposal.createdBy];
  return kept(step, states.approve(proposal, approval, { ...readControls(step.db), authors }), by.user, 'release.approve', { why: by.why });
}

export function publish(step: Step, id: string, by: { user: string; why: string }): Proposal {
  const { db, now } = step;
  const before = liveRelease(db);
  const proposal = states.goLive(existing(db, id), before?.id ?? null, readControls(db));
  if (withdrawnReleases(db).has(proposal.releaseId)) throw withdrawn();
  retireLive(step, by.user);
  movePointer(db, proposal.releaseId, now);
  forgiven(db, proposal.releaseId);
  return kept(step, proposal, by.user, 'release.publish', { why: by.why, before: before?.id ?? null });
}

/** Back to the release that was live before, or to the one named, which must have been live once. */
export function rollback(step: Step, to: { releaseId?: string | undefined; user: string; why: string }): Release {
  const { db, now } = step;
  const [live, previous] = recentReleases(db, 2);
  const target = to.releaseId === undefined ? previous : findRelease(db, to.releaseId);
  if (!target) throw new AppError('conflict', 'There is no earlier release to go back to.');
  if (!wasLive(db, target.id)) throw new AppError('conflict', 'That release was never live. Publish its proposal instead.');
  if (withdrawnReleases(db).has(target.id)) throw withdrawn();
  if (target.id === live?.id) throw new AppError('conflict', 'That release is live already.');
  retireLive(step, to.user);
  movePointer(db, target.id, now);
  forgiven(db, target.id);
  if (live) writeTakenBack(db, [...readTakenBack(db), live.id]);
  const again = proposalsOf(db).find((p) => p.releaseId === target.id && p.state === 'retired');
  if (again) save(db, { ...again, state: 'live' }, now);
  audit(step, to.user, 'release.rollback', target.id, { why: to.why, from: live?.id ?? null });
  return target;
}

/**
 * A release that a build made, with its gate. It goes live at once where it passed and no second person is demanded; else
 * its proposal waits. One that a rollback has left waits for a person too: the hourly build makes the same release of the
 * same documents, and would undo the rollback. After an erasure none waits: what was live before holds what had to go.
 */
export function publishBuilt(step: Step, release: Release, gate: GateReport | null, id: string): { held: string | null } {
  const { db, now } = step;
  const before = liveRelease(db);
  if (before?.id === release.id) {
    withdrawOthers(step, release);
    return { held: null };
  }
  const waiting = proposalsOf(db).find(
    (p) => p.releaseId === release.id && p.baseReleaseId === (before?.id ?? null) && (p.state === 'proposed' || p.state === 'evaluated'),
  );
  const erasing = hasPendingErasure(db);
  const takenBack = readTakenBack(db).includes(release.id);
  // Built again while it waits, it is not proposed twice, and judged anew only where that changes something.
  if (waiting && !erasing && (gate?.ok ?? true) === (waiting.gate?.ok ?? true)) return { held: whyHeld(waiting, takenBack) };
  keepRelease(db, release, now);
  const request = { title: 'New knowledge', why: 'Documents were ingested.' };
  const proposed = waiting ?? states.proposeRelease(request, release, before, { user: PRODUCT, id, at: isoOf(now) });
  if (!waiting) kept(step, proposed, PRODUCT, 'release.propose', { changes: proposed.changes.length });
  const proposal = gate ? recordGate(step, proposed.id, gate, PRODUCT) : proposed;
  if (!erasing && (gate?.ok === false || takenBack || readControls(db).secondPerson)) return { held: whyHeld(proposal, takenBack) };
  retireLive(step, PRODUCT);
  movePointer(db, release.id, now);
  const why = erasing ? 'what was live held what was erased' : 'no second person is demanded';
  kept(step, { ...proposal, state: 'live' }, PRODUCT, 'release.publish', { why, before: before?.id ?? null });
  withdrawOthers(step, release);
  return { held: null };
}

/** A person's decision for it counts from now on. */
function forgiven(db: Database, id: string): void {
  const left = readTakenBack(db);
  if (left.includes(id))
    writeTakenBack(
      db,
      left.filter((other) => other !== id),
    );
}

function whyHeld({ gate }: Proposal, takenBack: boolean): string {
  if (takenBack && gate?.ok !== false) return 'It was taken back before, so a person decides whether it goes live again. What is live stays live.';
  if (!gate || gate.ok) return 'It waits for the approval of a second person.';
  return `The gate holds it back: ${gate.problems.join(', ')}. What is live stays live.`;
}

/** Newest first, with who moved it on. */
export function releaseViews({ db }: Step): ReleaseView[] {
  const live = liveRelease(db)?.id;
  const gone = withdrawnReleases(db);
  const all = proposalsOf(db);
  return allReleases(db, LISTED).map(({ release, createdAt }) => {
    const of = all.filter((p) => p.releaseId === release.id);
    const state = release.id === live ? 'live' : gone.has(release.id) || wasLive(db, release.id) ? 'retired' : (of[0]?.state ?? 'proposed');
    return {
      id: release.id,
      state,
      createdAt: isoOf(createdAt),
      snapshot: release.manifest.snapshot,
      withdrawn: gone.get(release.id) ?? null,
      proposals: of,
    };
  });
}

export const proposal = ({ db }: Step, id: string): Proposal => existing(db, id);
export const proposalList = ({ db }: Step): Proposal[] => proposalsOf(db);

/** A release, or that it was withdrawn; null when there is none of this id. */
export function release({ db }: Step, id: string): { release: Release; withdrawn: string | null } | null {
  const found = findRelease(db, id);
  return found && { release: found, withdrawn: withdrawnReleases(db).get(id) ?? null };
}

const withdrawn = (): AppError =>
  new AppError('conflict', 'That release may not run any more: it held something that was erased, or is older than all that is kept.');

function retireLive(step: Step, user: string): void {
  for (const proposal of proposalsOf(step.db).filter((p) => p.state === 'live')) {
    save(step.db, states.retire(proposal), step.now);
    audit(step, user, 'release.retire', proposal.releaseId, { proposal: proposal.id });
  }
}

function kept(step: Step, proposal: Proposal, user: string, action: string, details: Details): Proposal {
  save(step.db, proposal, step.now);
  audit(step, user, action, proposal.releaseId, { proposal: proposal.id, state: proposal.state, ...details });
  return proposal;
}

function audit({ db, now }: Step, actor: string, action: string, subject: string, details: Details): void {
  appendAudit(db, { at: isoOf(now), actor, action, subject, details });
}

function save(db: Database, proposal: Proposal, now: number): void {
  const row = { releaseId: proposal.releaseId, state: proposal.state, json: JSON.stringify(proposal) };
  db.insert(proposals)
    .values({ id: proposal.id, createdAt: now, ...row })
    .onConflictDoUpdate({ target: proposals.id, set: row })
    .run();
}

function existing(db: Database, id: string): Proposal {
  const row = db.select({ json: proposals.json }).from(proposals).where(eq(proposals.id, id)).get();
  if (!row) throw new AppError('not_found', 'There is no such proposal.');
  return JSON.parse(row.json) as Proposal;
}

function proposalsOf(db: Database): Proposal[] {
  return db
    .select({ json: proposals.json })
    .from(proposals)
    .orderBy(desc(proposals.createdAt), desc(proposals.id))
    .limit(LISTED)
    .all()
    .map((row) => JSON.parse(row.json) as Proposal);
}
