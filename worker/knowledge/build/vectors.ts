/** The vector index against what releases need: what is missing is embedded before one goes live, what is left over goes after. */
import type { Embedder, InstallationRecord, KnowledgeRecord, SnapshotStore, VectorIndex } from '../../ports.ts';
import { passageEmbeddingText, termWeight } from '../embedding-text.ts';
import { readVocabulary } from '../rank/vocabulary.ts';
import { openContainer, writeContainer } from '../snapshot/container.ts';
import { eachRow } from '../snapshot/rows.ts';
import { type StoredSections, storedSnapshot } from '../snapshot/stored-sections.ts';
import type { Article, Passage } from '../types.ts';

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
  const stored = await storedSnapshot(installation, { hash, parts }, deps.snapshots);
  const weight = termWeight(readVocabulary(openContainer(writeContainer(await stored.load(['rank.vocabulary'])).buffer as ArrayBuffer)));
  const made = embedder.weighted ? learned : '';
  const current = (await record.knowledgeState(madeFrom(embedder))) === made;
  const ids = await passageIds(stored);
  const missing = new Set(current ? await record.missingVectors(embedder.name, [...ids]) : ids);
  const titles: string[] = [];
  await eachRow(stored, 'articles', (json) => void titles.push((JSON.parse(json) as Article).title));
  const of = missing.size;
  let last: { id: string; values: Float32Array } | undefined;
  let batch: { id: string; text: string }[] = [];
  const embed = async (): Promise<void> => {
    if (batch.length === 0) return;
    await onBatch(of - missing.size - batch.length, of);
    const values = await embedder.embed(
      batch.map(({ text }) => text),
      weight,
    );
    const records = batch.flatMap(({ id }, i) => (values[i] ? [{ id, values: values[i] }] : []));
    await vectors.upsert(installation, records);
    await record.addVectors(
      embedder.name,
      batch.map(({ id }) => id),
    );
    last = records.findLast((r) => r.values.some((v) => v !== 0)) ?? last;
    batch = [];
  };
  if (of > 0)
    await eachRow(stored, 'passages', async (json) => {
      const passage = JSON.parse(json) as Passage;
      if (!missing.delete(passage.id)) return;
      batch.push({ id: passage.id, text: passageEmbeddingText({ title: titles[passage.article] ?? '' }, passage) });
      if (batch.length === EMBED_BATCH) await embed();
    });
  await embed();
  await record.setKnowledgeState(madeFrom(embedder), made);
  if (last) await untilVisible(installation, last, vectors);
  return { embedded: of };
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
    const { snapshot: hash, snapshotParts: parts } = manifest;
    const ids = await storedSnapshot(installation, { hash, parts }, snapshots)
      .then(passageIds)
      .catch(() => null);
    // A snapshot that cannot be read says nothing about what it needs: then nothing goes.
    if (ids === null) return { removed: 0 };
    for (const id of ids) needed.add(id);
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

async function passageIds(stored: StoredSections): Promise<Set<string>> {
  const ids = new Set<string>();
  await eachRow(stored, 'passages', (json) => void ids.add((JSON.parse(json) as Passage).id));
  return ids;
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
