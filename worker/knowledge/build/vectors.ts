/** The vector index against what releases need: what is missing is embedded before one goes live, what is left over goes after. */
import type { Embedder, InstallationRecord, KnowledgeRecord, SnapshotStore, VectorIndex } from '../../ports.ts';
import { embeddingWeight, passageEmbeddingText } from '../embedding-text.ts';
import { loadSnapshot } from '../snapshot/load-snapshot.ts';
import { joinParts } from '../snapshot/parts.ts';
import type { Article, Knowledge, Passage } from '../types.ts';

export type VectorDeps = {
  record: InstallationRecord & KnowledgeRecord;
  snapshots: SnapshotStore;
  vectors: VectorIndex;
  embedder: Embedder;
};

/** Passages embedded and stored at once. */
const EMBED_BATCH = 200;
const DROP_BATCH = 1_000;
const VISIBLE_TRIES = 30;
const VISIBLE_PAUSE_MS = 1_000;

/**
 * Embeds the passages of a snapshot that the index does not hold yet. Ids are made from a passage's text, so what did not
 * change is already there, unless the embedder weighs terms and their weights were learned anew (`learned` names them);
 * vectors of another embedder are another generation and count for nothing. A batch is noted
 * after the index took it: a write that was lost in between is written again.
 */
export async function embedPassages(
  installation: string,
  { hash, parts, learned }: { hash: string; parts: number; learned: string },
  deps: VectorDeps,
  onBatch: (done: number, of: number) => Promise<void>,
): Promise<{ embedded: number }> {
  const { record, vectors, embedder } = deps;
  const knowledge = await read(installation, hash, parts, deps.snapshots);
  const weight = embeddingWeight(knowledge);
  const made = embedder.weighted ? learned : '';
  const current = (await record.knowledgeState(madeFrom(embedder))) === made;
  const places = placesOf(knowledge);
  const missing = current ? await record.missingVectors(embedder.name, [...places.keys()]) : [...places.keys()];
  const [articles, passages] = [knowledge.sections.strings('articles'), knowledge.sections.strings('passages')];
  const textOf = (id: string): string => {
    const passage = JSON.parse(passages.get(places.get(id) ?? 0)) as Passage;
    return passageEmbeddingText(JSON.parse(articles.get(passage.article)) as Article, passage);
  };
  let last: { id: string; values: Float32Array } | undefined;
  for (let from = 0; from < missing.length; from += EMBED_BATCH) {
    await onBatch(from, missing.length);
    const ids = missing.slice(from, from + EMBED_BATCH);
    const values = await embedder.embed(
      ids.map((id) => textOf(id)),
      weight,
    );
    const records = ids.flatMap((id, i) => (values[i] ? [{ id, values: values[i] }] : []));
    await vectors.upsert(installation, records);
    await record.addVectors(embedder.name, ids);
    last = records.findLast((r) => r.values.some((v) => v !== 0)) ?? last;
  }
  await record.setKnowledgeState(madeFrom(embedder), made);
  if (last) await untilVisible(installation, last, vectors);
  return { embedded: missing.length };
}

/** Where it stands which term weights the vectors of an embedder were made with. */
const madeFrom = (embedder: Embedder): string => `vectors ${embedder.name}`;

/**
 * Removes vectors that neither the live release nor the one before it needs, and what is left of an earlier embedder: its
 * ids are free to go from the index unless the new generation has put its own vectors under them.
 */
export async function dropSurplusVectors(installation: string, { record, snapshots, vectors, embedder }: VectorDeps): Promise<{ removed: number }> {
  const needed = new Set<string>();
  for (const { manifest } of await record.recentReleases(2)) {
    if (manifest.snapshot === null || manifest.models.embedder !== embedder.name) continue;
    const knowledge = await read(installation, manifest.snapshot, manifest.snapshotParts, snapshots).catch(() => null);
    // A snapshot that cannot be read says nothing about what it needs: then nothing goes.
    if (knowledge === null) return { removed: 0 };
    for (const id of placesOf(knowledge).keys()) needed.add(id);
  }
  let removed = 0;
  for (;;) {
    const surplus = await record.surplusVectors(embedder.name, [...needed], DROP_BATCH);
    if (surplus.length === 0) break;
    await vectors.remove(installation, surplus);
    await record.dropVectors(embedder.name, surplus);
    removed += surplus.length;
  }
  for (;;) {
    const earlier = await record.vectorsHeld(DROP_BATCH, embedder.name);
    const [first] = earlier;
    if (!first) return { removed };
    const ids = earlier.filter(({ generation }) => generation === first.generation).map(({ id }) => id);
    const free = ids.filter((id) => !needed.has(id));
    if (free.length > 0) await vectors.remove(installation, free);
    await record.dropVectors(first.generation, ids);
    removed += free.length;
  }
}

async function read(installation: string, hash: string, parts: number, snapshots: SnapshotStore): Promise<Knowledge> {
  const buffers = await Promise.all(Array.from({ length: parts }, (_, part) => snapshots.get(installation, hash, part)));
  return loadSnapshot(joinParts(buffers), hash);
}

/**
 * Ids of the passages with a place of each. Read past the table, which keeps what it has decoded: all passages at once
 * would not fit beside a large snapshot.
 */
function placesOf({ sections }: Knowledge): Map<string, number> {
  const records = sections.strings('passages');
  const places = new Map<string, number>();
  for (let i = 0; i < records.length; i++) places.set((JSON.parse(records.get(i)) as Pick<Passage, 'id'>).id, i);
  return places;
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
