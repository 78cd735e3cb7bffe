/** An installation's record and its stores in memory, as far as builds use them. */
import { createHash } from 'node:crypto';
import type { IngestRun } from '#shared/api';
import { type Corpus, type DocumentKind, documentKinds } from '#shared/knowledge';
import type { Edit, Overlay } from '#shared/knowledge-api';
import type { Release } from '#shared/release';
import { createEmbeddedEmbedder } from '../../worker/adapters/embedded/embedded-embedder.ts';
import { createEmbeddedVectors } from '../../worker/adapters/embedded/embedded-vectors.ts';
import type { RunStep } from '../../worker/knowledge/build/run-step.ts';
import { type BuildDeps, runBuild } from '../../worker/knowledge/workflow.ts';
import type { SnapshotStore } from '../../worker/ports.ts';

const kinds: Record<keyof Corpus, DocumentKind> = { articles: 'article', tickets: 'ticket', macros: 'macro', policies: 'policy', entities: 'entity' };
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const PAGE = 1_000;

/** What survives a process: everything but the documents. */
export type Persisted = {
  runs: [string, IngestRun][];
  state: [string, string][];
  releases: Release[];
  artifacts: [string, { key: string; parts: number }[]][];
  held: [string, string[]][];
  stored: [string, string][];
};

export type MemoryInstallation = {
  deps: BuildDeps;
  snapshots: Map<string, Uint8Array>;
  put(kind: DocumentKind, document: { id: string }): void;
  remove(kind: DocumentKind, id: string): void;
  edit(edit: Edit): void;
  /** Runs a build to its end; `step` may fail or end the process in its stead. */
  build(options?: { step?: RunStep; runId?: string; relearn?: boolean; installation?: string }): Promise<IngestRun>;
  live(): Release | null;
  dump(): Persisted;
  releases: Release[];
};

export function memoryInstallation(corpus: Corpus, from: Partial<Persisted> = {}): MemoryInstallation {
  // Bytes, as a Durable Object would hold them: outside the heap of whoever builds.
  const documents = new Map<DocumentKind, Map<string, { bytes: Buffer; hash: string }>>(documentKinds.map((kind) => [kind, new Map()]));
  const put = (kind: DocumentKind, document: { id: string }): void => {
    const json = JSON.stringify(document);
    documents.get(kind)?.set(document.id, { bytes: Buffer.from(json), hash: sha(json) });
  };
  for (const [name, kind] of Object.entries(kinds)) for (const document of corpus[name as keyof Corpus]) put(kind, document);
  const ordered = (kind: DocumentKind) => [...(documents.get(kind) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const runs = new Map<string, IngestRun>(from.runs);
  const state = new Map<string, string>(from.state);
  const overlays: Overlay[] = [];
  const releases: Release[] = [...(from.releases ?? [])];
  const artifacts = new Map<string, { key: string; parts: number }[]>(from.artifacts);
  const held = new Map<string, Set<string>>(from.held?.map(([generation, ids]) => [generation, new Set(ids)]));
  const heldIn = (generation: string): Set<string> => {
    const set = held.get(generation) ?? new Set();
    held.set(generation, set);
    return set;
  };
  const stored = new Map<string, Uint8Array>(from.stored?.map(([key, base64]) => [key, new Uint8Array(Buffer.from(base64, 'base64'))]));
  const snapshots: SnapshotStore = {
    async put(_, hash, part, bytes) {
      stored.set(`${hash}/${part}`, bytes.slice());
    },
    async get(_, hash, part) {
      const bytes = stored.get(`${hash}/${part}`);
      return bytes ? (bytes.slice().buffer as ArrayBuffer) : null;
    },
    async remove(_, hash, parts) {
      for (let part = 0; part < parts; part++) stored.delete(`${hash}/${part}`);
    },
    async list() {
      const parts = new Map<string, number>();
      for (const key of stored.keys()) parts.set(key.replace(/\/\d+$/, ''), (parts.get(key.replace(/\/\d+$/, '')) ?? 0) + 1);
      return [...parts].map(([hash, count]) => ({ hash, parts: count }));
    },
    async clear() {
      const removed = stored.size;
      stored.clear();
      return removed;
    },
  };
  const record = {
    async run(id: string) {
      return runs.get(id) ?? null;
    },
    async saveRun(run: IngestRun) {
      runs.set(run.id, run);
    },
    async liveRelease() {
      return releases.at(-1) ?? null;
    },
    async recentReleases(limit: number) {
      return releases.toReversed().slice(0, limit);
    },
    async publishRelease(release: Release) {
      if (releases.at(-1)?.id !== release.id) releases.push(release);
      return { held: null };
    },
    async documents(kind: DocumentKind, after: string | null) {
      const rest = ordered(kind).filter(([id]) => after === null || id > after);
      const page = rest.slice(0, PAGE);
      return {
        documents: page.map(([, { bytes }]) => bytes.toString()),
        hashes: page.map(([, { hash }]) => hash),
        next: rest.length > PAGE ? (page.at(-1)?.[0] ?? null) : null,
      };
    },
    async digests() {
      const digest = (kind: DocumentKind): string =>
        sha(
          ordered(kind)
            .map(([id, { hash }]) => `${id}\n${hash}\n`)
            .join(''),
        );
      return { kinds: Object.fromEntries(documentKinds.map((kind) => [kind, digest(kind)])), addresses: '' };
    },
    async ticketParts(ids: string[]) {
      const of = (kind: DocumentKind): string[] =>
        ordered(kind).flatMap(([, { bytes }]) => (ids.includes((JSON.parse(bytes.toString()) as { ticketId: string }).ticketId) ? [bytes.toString()] : []));
      return { comments: of('comment'), ratings: of('rating') };
    },
    async artifactParts(name: string, key: string) {
      return artifacts.get(name)?.find((artifact) => artifact.key === key)?.parts ?? null;
    },
    async keepArtifact(name: string, key: string, parts: number) {
      const all = [{ key, parts }, ...(artifacts.get(name) ?? []).filter((a) => a.key !== key)];
      artifacts.set(name, all.slice(0, 2));
      return all.slice(2);
    },
    async knowledgeState(name: string) {
      return state.get(name) ?? null;
    },
    async setKnowledgeState(name: string, json: string) {
      state.set(name, json);
    },
    async missingVectors(generation: string, ids: string[]) {
      return ids.filter((id) => !heldIn(generation).has(id));
    },
    async addVectors(generation: string, ids: string[]) {
      for (const id of ids) heldIn(generation).add(id);
    },
    async surplusVectors(generation: string, needed: string[], limit: number) {
      const keep = new Set(needed);
      return [...heldIn(generation)].filter((id) => !keep.has(id)).slice(0, limit);
    },
    async dropVectors(generation: string, ids: string[]) {
      for (const id of ids) heldIn(generation).delete(id);
    },
    async neededSnapshots() {
      return releases.flatMap(({ manifest }) => manifest.snapshot ?? []);
    },
    async vectorsHeld(limit: number, except = '') {
      return [...held].flatMap(([generation, ids]) => (generation === except ? [] : [...ids].map((id) => ({ generation, id })))).slice(0, limit);
    },
    async overlays() {
      return overlays;
    },
  };
  let clock = 0;
  const deps: BuildDeps = {
    clock: { now: () => clock++ },
    record: record as unknown as BuildDeps['record'],
    snapshots,
    vectors: createEmbeddedVectors(),
    embedder: createEmbeddedEmbedder(),
    models: { drafter: 'extractive', embedder: 'embedded-1' },
  };
  let started = 0;
  return {
    deps,
    snapshots: stored,
    releases,
    put,
    remove: (kind, id) => void documents.get(kind)?.delete(id),
    edit: (edit) => void overlays.push({ id: `o${overlays.length}`, edit, editedBy: 'admin', editedAt: '2026-01-01T00:00:00.000Z' }),
    async build({ step = ((_, work) => work()) as RunStep, runId = `run${started++}`, relearn = false, installation = 'zendesk:test' } = {}) {
      if (!runs.has(runId))
        runs.set(runId, {
          id: runId,
          state: 'building',
          read: {},
          skipped: [],
          skippedCount: 0,
          step: '',
          progress: 0,
          seconds: 0,
          releaseId: null,
          snapshot: null,
          error: null,
        });
      await runBuild({ installation, runId, relearn }, step, deps);
      return runs.get(runId) as IngestRun;
    },
    live: () => releases.at(-1) ?? null,
    dump: () => ({
      runs: [...runs],
      state: [...state],
      releases,
      artifacts: [...artifacts],
      held: [...held].map(([generation, ids]) => [generation, [...ids]]),
      stored: [...stored].map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]),
    }),
  };
}
