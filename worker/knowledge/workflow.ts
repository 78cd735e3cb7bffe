/**
 * From ingested documents to a live release, in steps that may each be run again: build and store the snapshot, embed
 * its passages, publish. The pointer moves last: until then, and after any failure, what was live stays live.
 */
import type { IngestRun } from '#shared/api';
import { type Corpus, type DocumentKind, documentKinds, type PolicyDocument } from '#shared/knowledge';
import type { ReleaseManifest } from '#shared/release';
import { AppError } from '../errors.ts';
import { defaultManifest } from '../governance/default-release.ts';
import { createRelease } from '../governance/release.ts';
import type { Clock, Drafter, Embedder, InstallationRecord, SnapshotStore, VectorIndex } from '../ports.ts';
import { buildSnapshot } from './build.ts';
import { embeddingWeight, passageEmbeddingText } from './embedding-text.ts';
import { loadSnapshot } from './snapshot/load-snapshot.ts';
import { joinParts, splitIntoParts } from './snapshot/parts.ts';

export type BuildDeps = {
  clock: Clock;
  record: InstallationRecord;
  snapshots: SnapshotStore;
  vectors: VectorIndex;
  embedder: Embedder;
  drafters: Drafter[];
};

/** Runs one step, or answers with what it gave before. */
export type RunStep = <T extends StepResult>(name: string, work: () => Promise<T>) => Promise<T>;
type StepResult = Record<string, string | number | string[]>;

/** Passages embedded and stored at once. */
const EMBED_BATCH = 200;
const VISIBLE_TRIES = 30;
const VISIBLE_PAUSE_MS = 1_000;
const BREATH_MS = 20;

/** Never throws for a build that failed: the run row says why, in a sentence a person can act on. */
export async function runBuild({ installation, runId }: { installation: string; runId: string }, step: RunStep, deps: BuildDeps): Promise<void> {
  const startedAt = deps.clock.now();
  const tell = async (change: Partial<IngestRun>): Promise<void> => {
    const run = await deps.record.run(runId);
    if (run) await deps.record.saveRun({ ...run, ...change, seconds: (deps.clock.now() - startedAt) / 1_000 });
    // One isolate is one thread: whoever waits for an answer is let in between two pieces of work.
    await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
  };
  try {
    const built = await step('build', () => buildAndStore(installation, deps, tell));
    await step('embed', () => embedPassages(installation, built, deps, tell));
    await tell({ step: 'publishing', progress: 0.98 });
    const { releaseId } = await step('publish', () => publish(installation, built, deps));
    await tell({ state: 'published', step: 'published', progress: 1, releaseId, snapshot: built.hash });
  } catch (error) {
    const reason = error instanceof AppError ? error.message : 'The build stopped for an unexpected reason; what was live stays live. Start it again.';
    await tell({ state: 'failed', step: 'failed', error: reason });
  }
}

type Built = { hash: string; parts: number; linkHosts: string[] };
type Tell = (change: Partial<IngestRun>) => Promise<void>;

async function buildAndStore(installation: string, { record, snapshots }: BuildDeps, tell: Tell): Promise<Built> {
  await tell({ step: 'reading documents', progress: 0.02 });
  const corpus: Corpus = {
    articles: await readAll(record, 'article'),
    tickets: await readAll(record, 'ticket'),
    macros: await readAll(record, 'macro'),
    policies: await readAll(record, 'policy'),
    entities: await readAll(record, 'entity'),
  };
  if (corpus.articles.length === 0)
    throw new AppError('no_knowledge', 'There are no articles at all, so there is nothing to answer from. Send articles first.');
  const { bytes, hash } = await buildSnapshot(corpus, { onStep: (name, done) => tell({ step: stepNames[name], progress: 0.05 + 0.6 * done }) });
  await tell({ step: 'storing the snapshot', progress: 0.68 });
  const parts = splitIntoParts(bytes);
  for (const [part, content] of parts.entries()) await snapshots.put(installation, hash, part, content);
  const linkHosts = [...new Set(corpus.articles.flatMap((a) => hostOf(a.url)))].sort();
  return { hash, parts: parts.length, linkHosts };
}

const stepNames = {
  split: 'splitting articles into passages',
  link: 'linking solved tickets to what resolved them',
  graph: 'building the graph',
  train: 'learning from solved tickets',
  write: 'writing the snapshot',
} as const;

async function embedPassages(
  installation: string,
  { hash, parts }: Built,
  { snapshots, vectors, embedder }: BuildDeps,
  tell: Tell,
): Promise<{ embedded: number }> {
  const buffers = await Promise.all(Array.from({ length: parts }, (_, part) => snapshots.get(installation, hash, part)));
  const knowledge = loadSnapshot(joinParts(buffers), hash);
  const weight = embeddingWeight(knowledge);
  const count = knowledge.passages.length;
  let last: { id: string; values: Float32Array } | undefined;
  for (let from = 0; from < count; from += EMBED_BATCH) {
    await tell({ step: 'indexing passages', progress: 0.7 + (0.26 * from) / count });
    const passages = Array.from({ length: Math.min(EMBED_BATCH, count - from) }, (_, i) => knowledge.passages.get(from + i));
    const values = await embedder.embed(
      passages.map((passage) => passageEmbeddingText(knowledge.articles.get(passage.article), passage)),
      weight,
    );
    const records = passages.flatMap(({ id }, i) => (values[i] ? [{ id, values: values[i] }] : []));
    await vectors.upsert(installation, records);
    last = records.findLast((r) => r.values.some((v) => v !== 0)) ?? last;
  }
  if (last) await untilVisible(installation, last, vectors);
  return { embedded: count };
}

/** An index may show a vector some time after it took it; a release that goes live before would answer without it. */
async function untilVisible(installation: string, { id, values }: { id: string; values: Float32Array }, vectors: VectorIndex): Promise<void> {
  for (let tries = 0; tries < VISIBLE_TRIES; tries++) {
    const hits = await vectors.query(installation, values, 10);
    // Equal passages score alike: any hit as good as the vector itself shows that its batch has arrived.
    if (hits.some((hit) => hit.id === id || hit.score > 0.9999)) return;
    await new Promise((resolve) => setTimeout(resolve, VISIBLE_PAUSE_MS));
  }
}

async function publish(installation: string, { hash, parts, linkHosts }: Built, { record, embedder, drafters }: BuildDeps): Promise<{ releaseId: string }> {
  const live = await record.liveRelease();
  // What an admin has set stays: a build changes the knowledge and what was ingested with it, nothing else.
  const base = live?.manifest ?? defaultManifest(installation);
  const manifest: ReleaseManifest = {
    ...base,
    snapshot: hash,
    snapshotParts: parts,
    policies: await readAll<PolicyDocument>(record, 'policy'),
    linkHosts: [...new Set([...base.linkHosts, ...linkHosts])].sort(),
    models: { drafter: drafters[0]?.model ?? drafters[0]?.name ?? 'none', embedder: embedder.name },
  };
  const release = createRelease(manifest);
  await record.publishRelease(release);
  return { releaseId: release.id };
}

async function readAll<T>(record: InstallationRecord, kind: DocumentKind): Promise<T[]> {
  if (!documentKinds.includes(kind)) return [];
  const all: T[] = [];
  let after: string | null = null;
  do {
    const page: { documents: string[]; next: string | null } = await record.documents(kind, after);
    for (const json of page.documents) all.push(JSON.parse(json) as T);
    after = page.next;
  } while (after !== null);
  return all;
}

function hostOf(url: string | null): string[] {
  return url && URL.canParse(url) ? [new URL(url).host] : [];
}
