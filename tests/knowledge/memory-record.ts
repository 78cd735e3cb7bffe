/** An installation's record and its stores in memory, as far as builds use them. */
import type { IngestRun } from '#shared/api';
import { type Corpus, type DocumentKind, documentKinds } from '#shared/knowledge';
import type { Edit, Overlay } from '#shared/knowledge-api';
import type { Release } from '#shared/release';
import { createHash } from 'node:crypto';
import { createEmbeddedEmbedder } from '../../worker/adapters/embedded/embedded-embedder.ts';
import { createEmbeddedVectors } from '../../worker/adapters/embedded/embedded-vectors.ts';
import { type BuildDeps, type RunStep, runBuild } from '../../worker/knowledge/workflow.ts';
import type { SnapshotStore } from '../../worker/ports.ts';

const kinds: Record<keyof Corpus, DocumentKind> = { articles: 'article', tickets: 'ticket', macros: 'macro', policies: 'policy', entities: 'entity' };
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const PAGE = 1_000;

export type MemoryInstallation = {
  deps: BuildDeps;
  snapshots: Map<string, Uint8Array>;
  put(kind: DocumentKind, document: { id: string }): void;
  remove(kind: DocumentKind, id: string): void;
  edit(edit: Edit): void;
  /** Runs a build to its end; `step` may fail or end the process in its stead. */
  build(options?: { step?: RunStep; runId?: string; relearn?: boolean; installation?: string }): Promise<IngestRun>;
  live(): Release | null;
  releases: Release[];
};

export function memoryInstallation(corpus: Corpus): MemoryInstallation {
  const documents = new Map<DocumentKind, Map<string, string>>(documentKinds.map((kind) => [kind, new Map()]));
  for (const [name, kind] of Object.entries(kinds)) for (const document of corpus[name as keyof Corpus]) documents.get(kind)?.set(document.id, JSON.stringify(document));
  const ordered = (kind: DocumentKind): [string, string][] => [...(documents.get(kind) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const runs = new Map<string, IngestRun>();
  const state = new Map<string, string>();
  const overlays: Overlay[] = [];
  const releases: Release[] = [];
  const artifacts = new Map<string, { key: string; parts: number }[]>();
  const held = new Map<string, Set<string>>();
  const heldIn = (generation: string): Set<string> => {
    const set = held.get(generation) ?? new Set();
    held.set(generation, set);
    return set;
  };
  const stored = new Map<string, Uint8Array>();
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
    },
    async documents(kind: DocumentKind, after: string | null) {
      const rest = ordered(kind).filter(([id]) => after === null || id > after);
      const page = rest.slice(0, PAGE);
      return { documents: page.map(([, json]) => json), hashes: page.map(([, json]) => sha(json)), next: rest.length > PAGE ? (page.at(-1)?.[0] ?? null) : null };
    },
    async digests() {
      const digest = (kind: DocumentKind): string => sha(ordered(kind).map(([id, json]) => `${id}\n${sha(json)}\n`).join(''));
      return { kinds: Object.fromEntries(documentKinds.map((kind) => [kind, digest(kind)])), addresses: '' };
    },
    async ticketParts(ids: string[]) {
      const of = (kind: DocumentKind): string[] => ordered(kind).flatMap(([, json]) => (ids.includes((JSON.parse(json) as { ticketId: string }).ticketId) ? [json] : []));
      return { comments: of('comment'), ratings: of('rating') };
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
    drafters: [],
  };
  let started = 0;
  return {
    deps,
    snapshots: stored,
    releases,
    put: (kind, document) => void documents.get(kind)?.set(document.id, JSON.stringify(document)),
    remove: (kind, id) => void documents.get(kind)?.delete(id),
    edit: (edit) => void overlays.push({ id: `o${overlays.length}`, edit, editedBy: 'admin', editedAt: '2026-01-01T00:00:00.000Z' }),
    async build({ step = (_, work) => work(), runId = `run${started++}`, relearn = false, installation = 'zendesk:test' } = {}) {
      if (!runs.has(runId))
        runs.set(runId, { id: runId, state: 'building', read: {}, skipped: [], skippedCount: 0, step: '', progress: 0, seconds: 0, releaseId: null, snapshot: null, error: null });
      await runBuild({ installation, runId, relearn }, step, deps);
      return runs.get(runId) as IngestRun;
    },
    live: () => releases.at(-1) ?? null,
  };
}
