/**
 * Everything the product needs from outside; helpdesks and sources have pages of their own. Stages take `Pick<Ports, …>`; each
 * adapter implements one port; only `compose` knows which. Clock, ids and randomness are ports, so that any run can be
 * repeated.
 */

import type { IngestRun } from '#shared/api';
import type { Feedback } from '#shared/feedback';
import type { GateReport } from '#shared/governance';
import type { DocumentKind } from '#shared/knowledge';
import type { ConnectedSource, Overlay, Proposal } from '#shared/knowledge-api';
import type { Tenure } from '#shared/preferences';
import type { Release, Voice } from '#shared/release';
import type { DraftSentence, Suggestion } from '#shared/suggestion';
import type { Customer } from '#shared/ticket';
import type { Trace, TraceView } from '#shared/trace';
import type { Effect, Helpdesk, InboxEvent } from './helpdesk-ports.ts';
import type { SourcePage, SourceStore } from './source-ports.ts';

export type Ports = {
  clock: Clock;
  ids: Ids;
  vectors: VectorIndex;
  embedder: Embedder;
  /** In the order they are tried; the last one needs nothing and never fails. */
  drafters: Drafter[];
  snapshots: SnapshotStore;
  helpdesk: Helpdesk;
  record: InstallationRecord;
};

export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
};

export type Ids = {
  /** A new identifier such as `sug_…`, at most 64 characters. */
  next(prefix: 'sug' | 'trc' | 'run' | 'eff' | 'evt' | 'req' | 'fbk' | 'chg' | 'ers'): string;
};

export type VectorRecord = { id: string; values: Float32Array; metadata?: Record<string, string | number | boolean> };

export type VectorIndex = {
  name: string;
  /** Cosine similarity, best first. Only hits of `namespace`; `topK` at most 100. */
  query(namespace: string, vector: Float32Array, topK: number): Promise<{ id: string; score: number }[]>;
  /** Any number of vectors; the adapter batches within the index's limits. May become visible later. */
  upsert(namespace: string, vectors: VectorRecord[]): Promise<void>;
  remove(namespace: string, ids: string[]): Promise<void>;
};

export type Embedder = {
  /** Name and version; part of the release. Vectors of different names never meet. */
  name: string;
  dimensions: number;
  /** True when vectors change with the terms' weights; false or absent when `weight` is not looked at. */
  weighted?: boolean;
  /** One unit-length vector a text, in order. `weight` says how much a term of the tenant's own corpus tells (IDF). */
  embed(texts: string[], weight: (term: string) => number): Promise<Float32Array[]>;
};

/** Reads passages for what they say of known entities; unchecked. Throws `AppError('upstream_failed')`. */
export type GraphProposer = {
  name: string;
  propose(passages: { id: string; text: string }[], entities: { key: string; names: string[] }[]): Promise<Proposal[]>;
};

/** A passage, macro or resolution that the draft may rest on; `n` is its citation number. */
export type DraftSource = {
  n: number;
  passageId: string;
  articleId: string;
  kind: 'article' | 'macro' | 'resolution';
  title: string;
  headings: string[];
  text: string;
  language: string;
  /** What the passage is; absent for what is no passage. */
  form?: 'prose' | 'steps' | 'list' | 'table' | 'code';
  /** Its place among the passages of its article, where it is known: 2 follows 1. */
  place?: number;
};

export type DraftRequest = {
  outcome: 'answer' | 'clarify' | 'escalate' | 'abstain';
  /** ISO 639-1: the language the reply must be in. */
  language: string;
  /** Pseudonymised: placeholders stand where personal data stood. Untrusted. */
  subject: string;
  question: string;
  sources: DraftSource[];
  voice: Voice;
  /** Placeholder or name to greet; null without one. */
  requesterName: string | null;
  customer: Customer;
  /** Sentences policy has the reply say, word for word. */
  say: string[];
  /** What to ask when the outcome is `clarify`. */
  clarify: string[];
  /** From 1 on: another selection than before. */
  attempt: number;
  /** Of the agent who reads the draft; `standard` where it is not given. */
  tenure?: Tenure;
  /** The sources may not fit the question. */
  weak?: boolean;
  /** Not a reply: each source is a line to say in `language`, nothing added and nothing left out. */
  translate?: boolean;
  prompts: Record<string, string>;
  /** The model the release names; a provider that only stands in has one of its own. */
  model: string;
};

export type Drafter = {
  name: 'extractive' | 'model';
  /** Its own model, whatever a release names; null where it has none or uses the one that is asked for. */
  model: string | null;
  /** The most that one `draft` may cost; absent where it costs nothing. */
  most?(request: DraftRequest): { tokens: number; usd: number };
  /** Sentences as they are complete; citations are numbers of `sources`. Throws `AppError('upstream_failed')` when it cannot go on. */
  draft(request: DraftRequest, signal: AbortSignal, meter?: Meter): AsyncIterable<DraftSentence>;
};

/** What one call that was sent to a model cost, whether or not its answer was of use. `estimated` when the provider did not say. */
export type Usage = { inputTokens: number; outputTokens: number; costUsd: number; estimated: boolean };
export type Meter = (usage: Usage) => void;

export type SnapshotStore = {
  /** Immutable: the key is the hash. `part` counts from 0; each part stays below KV's 25 MiB. */
  put(installation: string, hash: string, part: number, bytes: Uint8Array): Promise<void>;
  get(installation: string, hash: string, part: number): Promise<ArrayBuffer | null>;
  remove(installation: string, hash: string, parts: number): Promise<void>;
  /** Names of what is kept for an installation, a build's own results among them, each with the number of its parts. */
  list(installation: string): Promise<{ hash: string; parts: number }[]>;
  /** Everything that is kept for an installation; answers how many values went. */
  clear(installation: string): Promise<number>;
};

export type InstallationSettings = {
  id: string;
  name: string;
  platform: 'zendesk' | 'hubspot';
  /** Origin and path prefix of the helpdesk's API. */
  helpdeskUrl: string;
  accountId: string;
};

/** What a run can be repeated from, and whose it is: sealed under the requester's key. */
export type KeptRun = {
  requester: { id?: string | null; email?: string | null } | null;
  /** The pipeline's capsule, as JSON. */
  capsule: object;
  /** The draft with placeholders. */
  draftText: string;
  /** What the ticket is about, for `recentTickets`; null for one that is solved, absent where nothing is to be counted. */
  about?: { openedAt: number; nodes: Omit<RecentNode, 'tickets'>[] } | null;
};

/** A node of the graph, the share of solved tickets that are usually about it (0 to 1), and the ids of those that are now. */
export type RecentNode = { node: string; usual: number; tickets: string[] };
/** Open tickets of one window of time: how many in all, and the nodes that several of them are about. */
export type RecentTickets = { total: number; nodes: RecentNode[] };

/** The Durable Object of one installation, as the rest of the Worker sees it. Every method is one atomic step. */
export type InstallationRecord = {
  /** Null for an installation that was never created. */
  settings(): Promise<InstallationSettings | null>;
  /** The live release; read at the start of every suggestion, so that a rollback is seen by the next one. */
  liveRelease(): Promise<Release | null>;
  /**
   * A build's release with what the gate said of it (null where there was nothing to compare with): live at once, or a
   * proposal that is `held` for the reason given, because it failed or a second person is demanded.
   */
  publishRelease(release: Release, gate: GateReport | null): Promise<{ held: string | null }>;

  /** `inputHash` names the content it was made from; empty for what was shown before a draft was written, which `latestSuggestion` leaves out. */
  saveSuggestion(suggestion: Suggestion, trace: Trace, inputHash: string, kept?: KeptRun | null): Promise<void>;
  suggestion(id: string): Promise<Suggestion | null>;
  latestSuggestion(ticketId: string, inputHash?: string): Promise<Suggestion | null>;
  /** Tickets that were opened within half a day of this moment (ms) and are, as far as was seen, not solved. */
  recentTickets(openedAt: number): Promise<RecentTickets>;
  /** The ticket is solved, or gone: it is not counted any more. */
  ticketClosed(ticketId: string): Promise<void>;
  trace(id: string): Promise<TraceView | null>;
  saveFeedback(id: string, feedback: Feedback): Promise<void>;

  /** Claims a request key. `replay` brings the suggestion the same body got before; `conflict` means another body. */
  claimIdempotencyKey(
    key: string,
    bodyHash: string,
  ): Promise<{ state: 'new' } | { state: 'pending' } | { state: 'replay'; suggestionId: string } | { state: 'conflict' }>;
  settleIdempotencyKey(key: string, suggestionId: string | null): Promise<void>;

  /** True when the token id was not seen before: signed pages are single use. With a `user` its first use is a sign-in, and audited. */
  spendToken(tokenId: string, expiresAt: number, user?: string): Promise<boolean>;

  /** Stores the events before their senders get their 2xx; answers, in their order, whether each is new. `wake` has the queue told of those soon. */
  receive(events: InboxEvent[], wake?: boolean): Promise<boolean[]>;
  pendingEvents(limit: number): Promise<InboxEvent[]>;
  /** Leases a pending event for two minutes; null when it is settled or in other hands. */
  claimEvent(id: string): Promise<InboxEvent | null>;
  /** `park` waits without counting an attempt; `pauseMs` is how long the helpdesk asked to be left alone. */
  settleEvent(id: string, outcome: 'done' | 'obsolete' | 'retry' | 'park', reason: string, pauseMs?: number): Promise<void>;
  planEffect(effect: Omit<Effect, 'status' | 'attempts'>): Promise<Effect>;
  /** Marks the effect `sent` and leases it for a minute; null when it is confirmed or in other hands. Throws `actions_stopped` under the kill switch. */
  claimEffect(id: string): Promise<Effect | null>;
  markEffect(id: string, status: Effect['status'], reason: string): Promise<void>;

  /** Documents as they were ingested, upserted by kind and id. */
  saveDocuments(kind: DocumentKind, documents: { id: string; json: string }[]): Promise<void>;
  /** One page in id order, after `after`; at most a few MB. */
  documents(kind: DocumentKind, after: string | null): Promise<{ documents: string[]; hashes: string[]; next: string | null }>;
  saveRun(run: IngestRun): Promise<void>;
  run(id: string): Promise<IngestRun | null>;

  secret(name: string): Promise<string | null>;
};

/** One digest a kind of document, and one of the articles' addresses: equal digests mean that nothing changed. */
export type Digests = { kinds: Record<DocumentKind, string>; addresses: string };

/** What the installation keeps for its knowledge. Every method is one atomic step. */
export type KnowledgeRecord = {
  digests(): Promise<Digests>;
  ticketParts(ids: string[]): Promise<{ comments: string[]; ratings: string[] }>;
  /** How many parts a build's stored result has; null where none was noted. */
  artifactParts(name: string, key: string): Promise<number | null>;
  /** Notes a build's stored result; answers older ones of that name whose bytes nobody needs any more. */
  keepArtifact(name: string, key: string, parts: number): Promise<{ key: string; parts: number }[]>;
  knowledgeState(name: string): Promise<string | null>;
  setKnowledgeState(name: string, json: string): Promise<void>;
  missingVectors(generation: string, ids: string[]): Promise<string[]>;
  addVectors(generation: string, ids: string[]): Promise<void>;
  surplusVectors(generation: string, needed: string[], limit: number): Promise<string[]>;
  dropVectors(generation: string, ids: string[]): Promise<void>;
  /** Hashes of the snapshots that some release may still be asked for; releases past all retention are withdrawn first. */
  neededSnapshots(): Promise<string[]>;
  /** Some of what the index holds, of whatever generation but `except`. */
  vectorsHeld(limit: number, except?: string): Promise<{ generation: string; id: string }[]>;
  /** Recently live releases, the live one first. */
  recentReleases(limit: number): Promise<Release[]>;

  sourceCursor(source: string): Promise<string | null>;
  keepSourcePage(source: string, page: SourcePage): ReturnType<SourceStore['keep']>;
  forgetSource(source: string): Promise<number>;
  sources(): Promise<ConnectedSource[]>;
  saveSource(source: Pick<ConnectedSource, 'id' | 'kind' | 'config' | 'paused'>): Promise<void>;
  removeSource(id: string): Promise<boolean>;
  noteReading(id: string, reading: ConnectedSource['lastReading']): Promise<void>;
  documentRows(kind: DocumentKind, after: string | null, limit: number): Promise<{ id: string; source: string; version: string; hash: string; json: string }[]>;
  runs(limit: number, offset: number): Promise<IngestRun[]>;

  overlays(): Promise<Overlay[]>;
  addOverlay(overlay: Pick<Overlay, 'id' | 'edit' | 'editedBy'>): Promise<void>;
  removeOverlay(id: string): Promise<boolean>;
};
