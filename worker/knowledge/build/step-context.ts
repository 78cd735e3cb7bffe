/** What every step of a build works with. */
import { AppError } from '../../errors.ts';
import type { GraphProposer, InstallationRecord, KnowledgeRecord, SnapshotStore } from '../../ports.ts';
import { type Artifact, type Artifacts, artifactStore } from './artifacts.ts';

/** Part of every key: raise it with any change of what the steps make of the same documents. */
export const RECIPE = '10';

export type StepDeps = {
  installation: string;
  record: InstallationRecord & KnowledgeRecord;
  snapshots: SnapshotStore;
  proposer?: GraphProposer | null | undefined;
};
/** Lets others in between two pieces of work; `done` documents are done. */
export type Pause = (done: number) => Promise<void>;
/** Keys of what the steps have made so far; plain JSON. */
export type Keys = { articles: string; tickets: string; tables: string; rank: string; triage: string };
/** What the live snapshot was made of, kept when it is published. */
export type Basis = {
  /** When its documents were looked at: an older build does not overtake a newer one. */
  at: number;
  inputs: string;
  keys: Keys;
  snapshot: string;
  /** Only words were indexed anew since ranking was learned. */
  refreshed: boolean;
  /** Key of the ranking that was learned last. */
  learned: string;
};

export const open = ({ installation, record, snapshots }: StepDeps): Artifacts => artifactStore(installation, { record, snapshots });
export const needed = async (artifacts: Artifacts, name: string, key: string): Promise<Artifact> => {
  const found = await artifacts.find(name, key);
  if (!found) throw new AppError('unavailable', `What the build made of the ${name} cannot be read back. It is made again.`);
  return found;
};
