/** A real snapshot and the real stages, in memory: what serves `/v1/suggestions`, without the server around it. */
import type { Corpus } from '#shared/knowledge';
import type { Signal } from '#shared/release';
import type { Ticket } from '#shared/ticket';
import { createEmbeddedEmbedder } from '../../worker/adapters/embedded/embedded-embedder.ts';
import { createEmbeddedVectors } from '../../worker/adapters/embedded/embedded-vectors.ts';
import { defaultManifest } from '../../worker/governance/default-release.ts';
import { createRelease } from '../../worker/governance/release.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { embeddingWeight, passageEmbeddingText } from '../../worker/knowledge/embedding-text.ts';
import { readHead } from '../../worker/knowledge/snapshot/container.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { modelBytes } from '../../worker/knowledge/snapshot/write-snapshot.ts';
import { enrich } from '../../worker/pipeline/enrich.ts';
import { normalize } from '../../worker/pipeline/normalize/index.ts';
import { retrieve } from '../../worker/pipeline/retrieve/index.ts';
import type { Enriched, Retrieved, RunContext } from '../../worker/pipeline/types.ts';
import type { Ports } from '../../worker/ports.ts';

const INSTALLATION = 'eval';

export type UnderTest = {
  context: RunContext;
  deps: Pick<Ports, 'vectors' | 'embedder' | 'clock'>;
  bytes: number;
  /** Of them, what was learned or indexed: all but the documents' tables and the graph. */
  modelBytes: number;
  seconds: number;
  /** The ticket as the retrieve stage gets it. */
  prepare(ticket: Ticket): Enriched & { context: RunContext };
  /** The retrieve stage; `without` turns one signal off. */
  ask(prepared: Enriched & { context: RunContext }, without?: Signal): Promise<Retrieved>;
};

/** Builds the snapshot of `corpus`, embeds its passages, and makes a release of it with every signal on. */
export async function putUnderTest(corpus: Corpus): Promise<UnderTest> {
  const began = performance.now();
  const { bytes, hash } = await buildSnapshot(corpus);
  const seconds = (performance.now() - began) / 1_000;
  const knowledge = loadSnapshot(bytes.slice().buffer, hash);
  const embedder = createEmbeddedEmbedder();
  const vectors = createEmbeddedVectors();
  const passages = Array.from({ length: knowledge.passages.length }, (_, i) => knowledge.passages.get(i));
  const texts = passages.map((p) => passageEmbeddingText(knowledge.articles.get(p.article), p));
  const values = await embedder.embed(texts, embeddingWeight(knowledge));
  await vectors.upsert(
    INSTALLATION,
    passages.flatMap(({ id }, i) => (values[i] ? [{ id, values: values[i] }] : [])),
  );
  const manifest = { ...defaultManifest(INSTALLATION), snapshot: hash, snapshotParts: 1, policies: corpus.policies };
  const contextOf = (signals: Signal[]): RunContext => ({
    installation: INSTALLATION,
    release: createRelease({ ...manifest, signals }),
    knowledge,
    reader: 'agent',
    startedAt: 0,
  });
  const contexts = new Map<Signal | undefined, RunContext>([
    [undefined, contextOf(manifest.signals)],
    ...manifest.signals.map((s) => [s, contextOf(manifest.signals.filter((other) => other !== s))] as const),
  ]);
  const context = contexts.get(undefined) as RunContext;
  const deps = { vectors, embedder, clock: { now: () => 0 } };
  return {
    context,
    deps,
    bytes: bytes.length,
    modelBytes: modelBytes(readHead(bytes)),
    seconds,
    prepare: (ticket) => ({ ...enrich({ ...normalize(ticket), context }), context }),
    ask: (prepared, without) => retrieve({ ...prepared, context: contexts.get(without) as RunContext }, deps),
  };
}
