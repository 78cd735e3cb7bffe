/**
 * From documents to a live release, in steps that may each be run again: articles → tickets → facts → graph → rank → triage → one
 * snapshot → vectors → publish. The pointer moves last: until then, and after any failure, what was live stays live.
 */
import type { IngestRun } from '#shared/api';
import type { ReleaseManifest } from '#shared/release';
import { AppError } from '../errors.ts';
import type { Clock, Embedder, GraphProposer, InstallationRecord, KnowledgeRecord, SnapshotStore, VectorIndex } from '../ports.ts';
import { articleStep } from './build/article-step.ts';
import { keyFrom } from './build/artifacts.ts';
import { factStep } from './build/fact-step.ts';
import { graphStep, writeStep } from './build/graph-step.ts';
import { dropOrphans } from './build/orphans.ts';
import { type Judge, publish } from './build/publish.ts';
import { rankStep, wordStep } from './build/rank-step.ts';
import { readSources, type SourceReader } from './build/read-sources.ts';
import type { RunStep } from './build/run-step.ts';
import type { Basis, Keys, Pause } from './build/step-context.ts';
import { proposeStep, ticketStep, triageStep, withParts } from './build/steps.ts';
import { dropSurplusVectors, embedPassages } from './build/vectors.ts';

export type BuildDeps = {
  clock: Clock;
  record: InstallationRecord & KnowledgeRecord;
  snapshots: SnapshotStore;
  vectors: VectorIndex;
  embedder: Embedder;
  /** Absent or null: the graph follows from documents alone. */
  proposer?: GraphProposer | null;
  /** What a release names where nobody has decided otherwise. */
  models: ReleaseManifest['models'];
  /** Opens the streams of a connected source; absent where nothing but files is read. */
  openSource?: SourceReader;
  sleep?: (name: string, ms: number) => Promise<void>;
  /** Judges what was built before it goes live; without it nothing is judged. */
  judge?: Judge;
};

export type BuildRequest = { installation: string; runId: string /** Learns everything anew, even where only words changed. */; relearn?: boolean };

/** Others who wait for this isolate are let in this long between two pieces of work. */
const BREATH_MS = 15;
const TELL_MS = 250;

/** Never throws for a build that failed: the run row says why, in a sentence a person can act on. */
export async function runBuild({ installation, runId, relearn = false }: BuildRequest, step: RunStep, deps: BuildDeps): Promise<void> {
  const { record } = deps;
  const startedAt = deps.clock.now();
  let toldAt = 0;
  const tell = async (change: Partial<IngestRun>): Promise<void> => {
    const run = await record.run(runId);
    toldAt = deps.clock.now();
    if (run) await record.saveRun({ ...run, ...change, seconds: (toldAt - startedAt) / 1_000 });
    await breathe();
  };
  const tellSkipped = async (reason: string): Promise<void> => {
    const run = await record.run(runId);
    if (run) await tell({ skipped: [...run.skipped, { file: 'graph', line: 0, reason }].slice(0, 100), skippedCount: run.skippedCount + 1 });
  };
  /** From `from` on by `share` of the run; told a few times a second at most. */
  const pauses =
    (name: string, from: number, share: number, expected = 0): Pause =>
    async (done) => {
      if (deps.clock.now() - toldAt < TELL_MS) return breathe(0);
      await tell({ step: `${name} (${done})`, progress: from + share * (expected > 0 ? Math.min(1, done / expected) : done / (done + 2_000)) });
    };
  try {
    if (deps.openSource) {
      const sleep = deps.sleep ?? ((_: string, ms: number) => breathe(ms));
      const onPage = (read: number, source: string) => tell({ step: `reading ${source}: ${read} documents`, progress: 0.01 + 0.03 * (read / (read + 5_000)) });
      const found = await readSources({ record, open: deps.openSource, step, sleep }, onPage);
      const run = await record.run(runId);
      await tell({
        read: { ...run?.read, ...found.read },
        skipped: [...(run?.skipped ?? []), ...found.skipped].slice(0, 100),
        skippedCount: (run?.skippedCount ?? 0) + found.skippedCount,
      });
    }
    const { at, inputs, ...plan } = await step('plan', () => makePlan(deps));
    const before = await basisOf(record);
    const live = await record.liveRelease();
    if (before?.inputs === inputs && live && live.manifest.snapshot === before.snapshot && !(relearn && before.refreshed)) {
      await tell({ state: 'published', step: 'nothing new; what is live stays live', progress: 1, releaseId: live.id, snapshot: live.manifest.snapshot });
      return;
    }
    const work = { installation, record, snapshots: deps.snapshots, proposer: deps.proposer };
    await tell({ step: 'cutting articles into passages', progress: 0.04 });
    const articles = await step('articles', () =>
      articleStep(work, plan.articles, before?.keys.articles ?? null, pauses('cutting articles into passages', 0.04, 0.08)),
    );
    await tell({ step: 'linking solved tickets to what resolved them', progress: 0.12 });
    const tickets = await step('tickets', () =>
      ticketStep(work, { articles: articles.key, addresses: articles.addresses, expected: plan.tickets }, pauses('reading solved tickets', 0.12, 0.16)),
    );
    const keys = { articles: articles.key, tickets: tickets.key };
    if (deps.proposer) {
      const { proposer } = deps;
      await tell({ step: 'asking the model what passages say of the catalogue', progress: 0.27 });
      const { failed } = await step('propose', () => proposeStep(work, articles.key, proposer));
      if (failed !== '') await tellSkipped(`The model proposed nothing more for the graph: ${failed}`);
    }
    await step('facts', () => factStep(work, articles.key, before?.keys.articles ?? null, pauses('reading what articles say', 0.27, 0.02)));
    await tell({ step: 'building the graph', progress: 0.29 });
    const graph = await step('graph', () => graphStep(work, keys, before));
    const known = relearn ? null : before;
    await step('words', () => wordStep(work, keys, known, pauses('reading for what solves which ticket', 0.34, 0.06)));
    await tell({ step: 'learning what solves which ticket', progress: 0.4 });
    const rank = await step('rank', () => rankStep(work, keys, known));
    await tell({ step: 'learning tags and risks', progress: 0.55 });
    const triage = await step('triage', () => triageStep(work, tickets.digest, pauses('reading for tags and risks', 0.55, 0.05)));
    const all: Keys = { ...keys, tables: graph.key, rank: rank.key, triage: triage.key };
    await tell({ step: 'writing the snapshot', progress: 0.74 });
    const built = await step('write', () => writeStep(work, all));
    await tell({ step: 'indexing passages', progress: 0.76 });
    const learned = rank.refreshed ? (before?.learned ?? rank.key) : rank.key;
    await step('vectors', async () =>
      embedPassages(installation, { ...built, learned }, deps, (done, of) =>
        tell({ step: 'indexing passages', progress: 0.76 + (0.2 * done) / Math.max(1, of) }),
      ),
    );
    await tell({ step: 'publishing', progress: 0.97 });
    const basis: Basis = { at, inputs, keys: all, snapshot: built.hash, refreshed: rank.refreshed, learned };
    const { releaseId, snapshot, held } = await step('publish', () => publish(installation, { ...built, linkHosts: graph.linkHosts }, basis, deps));
    await step('sweep', async () => {
      // A held release still needs its vectors when a person lets it go live.
      const vectors = held ? { removed: 0 } : await dropSurplusVectors(installation, deps);
      return { ...vectors, snapshots: await dropOrphans(installation, deps) };
    });
    await tell({ state: held === '' ? 'published' : 'held', step: held || 'published', progress: 1, releaseId, snapshot });
  } catch (error) {
    const reason = error instanceof AppError ? error.message : 'The build stopped for an unexpected reason; what was live stays live. Start it again.';
    await tell({ state: 'failed', step: 'failed', error: reason });
  }
}

const breathe = (ms = BREATH_MS): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What there is to build from, by digest. */
async function makePlan({ record, clock, models }: BuildDeps): Promise<{ at: number; inputs: string; articles: string; tickets: string }> {
  const [{ kinds }, overlays] = [await record.digests(), await record.overlays()];
  const { article, ticket, comment, rating, macro, policy, entity, visit } = kinds;
  return {
    at: clock.now(),
    articles: article,
    tickets: withParts(ticket, { comment, rating }),
    inputs: keyFrom(article, ticket, comment, rating, macro, policy, entity, visit, JSON.stringify(overlays), JSON.stringify(models)),
  };
}

async function basisOf(record: KnowledgeRecord): Promise<Basis | null> {
  const json = await record.knowledgeState('basis');
  return json === null ? null : (JSON.parse(json) as Basis);
}
