/** What an installation keeps for its knowledge: documents, runs, what a build leaves, sources, and what people corrected. */
import type { IngestRun } from '#shared/api';
import type { DocumentKind } from '#shared/knowledge';
import type { ConnectedSource, Overlay } from '#shared/knowledge-api';
import type { SourcePage } from '../source-ports.ts';
import * as buildState from './build-state.ts';
import * as documents from './documents.ts';
import * as runs from './runs.ts';
import * as sourceStore from './source-store.ts';
import * as sources from './sources.ts';
import type { Step } from './step.ts';

/** A document that was sent as a file; what a source gave comes by `keepSourcePage`. */
type FileDocument = { id: string; json: string };

export const knowledgeOperations = {
  saveDocuments: ({ db }: Step, kind: DocumentKind, given: FileDocument[]) => documents.saveDocuments(db, kind, given),
  documents: ({ db }: Step, kind: DocumentKind, after: string | null) => documents.readDocuments(db, kind, after),
  documentRows: ({ db }: Step, kind: DocumentKind, after: string | null, limit: number) => documents.documentRows(db, kind, after, limit),
  countDocuments: ({ db }: Step, kind: DocumentKind) => documents.countDocuments(db, kind),
  heldBackTickets: ({ db }: Step) => documents.heldBackTickets(db),
  searches: ({ db }: Step, limit: number, offset: number) => documents.searches(db, limit, offset),
  /** Keeps a chunk's documents and its counts in one step; answers the run as it is then. */
  receiveChunk({ db, now }: Step, chunk: runs.Chunk, given: FileDocument[]) {
    documents.saveDocuments(db, chunk.kind, given);
    return runs.countChunk(db, chunk, given.length, now);
  },

  saveRun: ({ db, now }: Step, run: IngestRun) => runs.saveRun(db, run, now),
  beginBuild: ({ db, now }: Step, id: string) => runs.beginBuild(db, id, now),
  run: ({ db }: Step, id: string) => runs.findRun(db, id),
  runs: ({ db }: Step, limit: number, offset: number) => sources.listRuns(db, limit, offset),

  digests: ({ db }: Step) => buildState.digests(db),
  ticketParts: ({ db }: Step, ids: string[]) => buildState.ticketParts(db, ids),
  artifactParts: ({ db }: Step, name: string, key: string) => buildState.artifactParts(db, name, key),
  keepArtifact: ({ db, now }: Step, name: string, key: string, parts: number) => buildState.keepArtifact(db, name, key, parts, now),
  knowledgeState: ({ db }: Step, name: string) => buildState.readState(db, name),
  setKnowledgeState: ({ db }: Step, name: string, json: string) => buildState.writeState(db, name, json),
  missingVectors: ({ db }: Step, generation: string, ids: string[]) => buildState.missingVectors(db, generation, ids),
  addVectors: ({ db }: Step, generation: string, ids: string[]) => buildState.addVectors(db, generation, ids),
  surplusVectors: ({ db }: Step, generation: string, needed: string[], limit: number) => buildState.surplusVectors(db, generation, needed, limit),
  dropVectors: ({ db }: Step, generation: string, ids: string[]) => buildState.dropVectors(db, generation, ids),
  vectorsHeld: ({ db }: Step, limit: number, except?: string) => buildState.vectorsHeld(db, limit, except),

  sourceCursor: ({ db }: Step, source: string) => sourceStore.readCursor(db, source),
  keepSourcePage: ({ db }: Step, source: string, page: SourcePage) => sourceStore.keepPage(db, source, page),
  forgetSource: ({ db }: Step, source: string) => sourceStore.forgetSource(db, source),
  sources: ({ db }: Step) => sources.listSources(db),
  saveSource: ({ db, now }: Step, source: Pick<ConnectedSource, 'id' | 'kind' | 'config' | 'paused'>) => sources.saveSource(db, source, now),
  removeSource: ({ db }: Step, id: string) => sources.removeSource(db, id),
  noteReading: ({ db, now }: Step, id: string, reading: ConnectedSource['lastReading']) => sources.noteReading(db, id, reading, now),

  overlays: ({ db }: Step) => sources.listOverlays(db),
  addOverlay: ({ db, now }: Step, overlay: Pick<Overlay, 'id' | 'edit' | 'editedBy'>) => sources.addOverlay(db, overlay, now),
  removeOverlay: ({ db }: Step, id: string) => sources.removeOverlay(db, id),
};
