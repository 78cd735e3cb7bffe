/** The states of a change and who may move it on. Pure: what is stored and announced is the caller's. */
import type { GateReport, Proposal, ProposalRequest } from '#shared/governance';
import type { Release } from '#shared/release';
import { AppError } from '../errors.ts';
import { diffReleases } from './diff-release.ts';
import { createRelease } from './release.ts';

export type ChangeRules = {
  /** The approver must not be an author of the change; an author never approves, whatever this says, when it is on. */
  secondPerson: boolean;
};

/** A proposal on top of the live release. Throws `invalid_request` when nothing would change. */
export function propose(request: ProposalRequest, base: Release, by: { user: string; id: string; at: string }): { proposal: Proposal; release: Release } {
  const release = createRelease({ ...base.manifest, ...definedOnly(request.change) });
  if (release.manifest.models.embedder !== base.manifest.models.embedder)
    throw new AppError('invalid_request', 'The embedder belongs to the vectors a build makes: change it in the environment, then build.', {
      path: 'change.models.embedder',
    });
  return { proposal: toProposal(request, release, base, by), release };
}

/** A proposal for a whole release, as a build makes it. */
export function proposeRelease(
  request: Pick<ProposalRequest, 'title' | 'why'>,
  release: Release,
  base: Release | null,
  by: { user: string; id: string; at: string },
): Proposal {
  return toProposal(request, release, base, by);
}

function toProposal(
  { title, why }: Pick<ProposalRequest, 'title' | 'why'>,
  release: Release,
  base: Release | null,
  by: { user: string; id: string; at: string },
): Proposal {
  const changes = base ? diffReleases(base.manifest, release.manifest) : [{ part: 'release', what: 'first release', before: null, after: release.id }];
  if (changes.length === 0) throw new AppError('invalid_request', 'This changes nothing: the live release is the same already.');
  return {
    id: by.id,
    title,
    why,
    state: 'proposed',
    releaseId: release.id,
    baseReleaseId: base?.id ?? null,
    createdBy: by.user,
    createdAt: by.at,
    changes,
    gate: null,
    approvals: [],
  };
}

/** The gate's result belongs to the release; a failed one leaves the proposal where it was, to be mended. */
export function evaluated(proposal: Proposal, gate: GateReport): Proposal {
  mustBe(proposal, ['proposed', 'evaluated']);
  return { ...proposal, gate, state: gate.ok ? 'evaluated' : 'proposed' };
}

export function approve(proposal: Proposal, approval: { by: string; at: string; why: string }, rules: ChangeRules & { authors: string[] }): Proposal {
  mustBe(proposal, ['evaluated']);
  if (rules.secondPerson && rules.authors.includes(approval.by))
    throw new AppError('forbidden', 'A change is approved by a second person here, never by the one who proposed it.');
  return { ...proposal, state: 'approved', approvals: [...proposal.approvals, approval] };
}

/** Throws `conflict` when the live release is no longer the one this was proposed on: it must be proposed anew. */
export function goLive(proposal: Proposal, liveReleaseId: string | null, rules: ChangeRules): Proposal {
  mustBe(proposal, rules.secondPerson ? ['approved'] : ['approved', 'evaluated']);
  if (proposal.baseReleaseId !== liveReleaseId)
    throw new AppError('conflict', 'Another release went live since this was proposed. Propose it again on top of that one.');
  return { ...proposal, state: 'live' };
}

export const retire = (proposal: Proposal): Proposal => ({ ...proposal, state: 'retired' });

function mustBe(proposal: Proposal, states: Proposal['state'][]): void {
  if (!states.includes(proposal.state)) throw new AppError('conflict', `This proposal is ${proposal.state}; that step needs it to be ${states.join(' or ')}.`);
}

function definedOnly<T extends object>(change: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]: NonNullable<T[K]> };
}
