/** How often the live release is looked at while suggestions come in. */
const WATCH_MS = 60_000;

/**
 * The Durable Object of one installation: the single writer of everything that belongs to one helpdesk account. Thin: a
 * method opens the database and calls the concern's own file. `AppError`s cross the call by `toWire`.
 */
import { DurableObject } from 'cloudflare:workers';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import type { IngestRun } from '#shared/api';
import type { Feedback } from '#shared/feedback';
import type { GateReport } from '#shared/governance';
import type { DocumentKind } from '#shared/knowledge';
import type { ConnectedSource, Overlay } from '#shared/knowledge-api';
import type { Release } from '#shared/release';
import type { Suggestion } from '#shared/suggestion';
import type { Trace } from '#shared/trace';
import type { BuildParams, WakeUp } from '../env.ts';
import { AppError, toWire } from '../errors.ts';
import type { Effect, InboxEvent } from '../helpdesk-ports.ts';
import type { InstallationRecord, InstallationSettings, KeptRun, KnowledgeRecord, SourcePage } from '../ports.ts';
import { appendAudit } from './audit-log.ts';
import * as buildState from './build-state.ts';
import * as changes from './changes.ts';
import { CHECKPOINT_EVERY, unsigned, writeCheckpoint } from './checkpoints.ts';
import { type Database, openDatabase } from './database.ts';
import * as documents from './documents.ts';
import * as inbox from './inbox.ts';
import * as ledger from './ledger.ts';
import migrations from './migrations/migrations.js';
import * as notes from './notes.ts';
import * as openTickets from './open-tickets.ts';
import { type OperationArgs, type OperationName, operations } from './operations.ts';
import { watchRelease } from './release-watch.ts';
import * as releases from './releases.ts';
import { removeEverything } from './removal.ts';
import * as requestKeys from './request-keys.ts';
import { forgetOld } from './retention.ts';
import * as runs from './runs.ts';
import { SecretBox } from './secrets.ts';
import { readSettings, writeSettings } from './settings.ts';
import * as sourceStore from './source-store.ts';
import * as sources from './sources.ts';
import { isoOf, type Step } from './step.ts';
import * as suggestions from './suggestions.ts';
import { nextSweepAt, sweep } from './sweep.ts';
import { type RenewalClaim, TokenLease } from './token-lease.ts';

export type InstallationEnv = {
  INSTALLATION?: DurableObjectNamespace<Installation>;
  MASTER_KEY?: string;
  SNAPSHOTS: KVNamespace;
  EVENTS: Queue<WakeUp>;
  BUILD: Workflow<BuildParams>;
};

/** Events that arrive within this time share a message to the queue, which takes a hundred at once. */
const WAKE_DELAY_MS = 10;
const WAKES_AT_ONCE = 100;

export class Installation extends DurableObject<InstallationEnv> implements Omit<InstallationRecord, 'trace'>, KnowledgeRecord {
  #db: Database | null = null;
  #secrets: SecretBox | null = null;
  #watchedAt = 0;
  readonly #tokenLease = new TokenLease();
  /** When the alarm goes off; undefined until it was looked up. */
  #alarmAt: number | null | undefined;
  #waking: string[] = [];

  constructor(ctx: DurableObjectState, env: InstallationEnv) {
    super(ctx, env);
    // A name that was never created keeps an empty store: asking for strangers' installations costs nothing.
    void ctx.blockConcurrencyWhile(async () => {
      const tables = ctx.storage.sql.exec("SELECT count(*) AS n FROM sqlite_master WHERE name = 'settings'").one().n;
      if (Number(tables) > 0) await this.#open();
    });
  }

  /** Creates the installation, or changes the settings of the one that is there. */
  async create(settings: InstallationSettings): Promise<void> {
    const db = this.#db ?? (await this.ctx.blockConcurrencyWhile(() => this.#open()));
    if (JSON.stringify(readSettings(db)) === JSON.stringify(settings)) return;
    writeSettings(db, settings);
    appendAudit(db, {
      at: isoOf(Date.now()),
      actor: 'deskgraph',
      action: 'installation.change',
      subject: settings.id,
      details: { platform: settings.platform },
    });
    await this.#schedule();
  }

  async settings(): Promise<InstallationSettings | null> {
    return this.#db ? readSettings(this.#db) : null;
  }

  async liveRelease(): Promise<Release | null> {
    const shared = await this.#ownersReleases(1);
    return shared ? (shared[0] ?? null) : this.#step((db) => releases.liveRelease(db));
  }
  /** Recently live releases, the live one first: where to look when its snapshot is gone. */
  async recentReleases(limit: number): Promise<Release[]> {
    return (await this.#ownersReleases(limit)) ?? this.#step((db) => releases.recentReleases(db, limit));
  }
  /** For an installation that reads this one's knowledge by consent of both admins; none for anyone else. */
  async releasesFor(reader: string, limit: number): Promise<Release[]> {
    const readers = JSON.parse((await this.setupNote('knowledge_readers')) ?? '[]') as string[];
    return readers.includes(reader) ? this.#step((db) => releases.recentReleases(db, limit)) : [];
  }
  publishRelease(release: Release, gate: GateReport | null) {
    return this.#change((step) => changes.publishBuilt(step, release, gate, `chg_${crypto.randomUUID()}`));
  }

  saveSuggestion(suggestion: Suggestion, trace: Trace, inputHash: string, kept: KeptRun | null = null) {
    return this.#change((step) => {
      suggestions.saveSuggestion(step, suggestion, trace, inputHash, kept, step.now);
      if (kept?.about) openTickets.noteTicket(step.db, suggestion.ticketId, kept.about);
      else if (kept?.about === null) openTickets.ticketClosed(step.db, suggestion.ticketId);
      if (step.now - this.#watchedAt < WATCH_MS) return;
      this.#watchedAt = step.now;
      watchRelease(step);
    });
  }
  recentTickets(openedAt: number) {
    return this.#step((db) => openTickets.recentTickets(db, openedAt));
  }
  ticketClosed(ticketId: string) {
    return this.#step((db) => openTickets.ticketClosed(db, ticketId));
  }
  suggestion(id: string) {
    return this.#step((db) => suggestions.findSuggestion({ db, secrets: this.#box() }, id));
  }
  latestSuggestion(ticketId: string, inputHash?: string) {
    return this.#step((db) => suggestions.latestSuggestion({ db, secrets: this.#box() }, ticketId, inputHash));
  }
  /** `trace` on the port: the runtime keeps that name, as those of its other handlers, for itself. */
  findTrace(id: string) {
    return this.#step((db) => suggestions.findTrace(db, id));
  }
  saveFeedback(id: string, feedback: Feedback) {
    return this.#step((db, now) => suggestions.saveFeedback(db, id, feedback, now));
  }

  claimIdempotencyKey(key: string, bodyHash: string) {
    return this.#step((db, now) => requestKeys.claimKey(db, key, bodyHash, now));
  }
  settleIdempotencyKey(key: string, suggestionId: string | null) {
    return this.#step((db) => requestKeys.settleKey(db, key, suggestionId));
  }
  spendToken(tokenId: string, expiresAt: number, user?: string) {
    return this.#change(({ db, now }) => {
      const first = requestKeys.spendToken(db, tokenId, expiresAt);
      if (first && user !== undefined) appendAudit(db, { at: isoOf(now), actor: user, action: 'session.begin', subject: 'signed page', details: {} });
      return first;
    });
  }

  /** One insert, and nothing else where many arrive: the alarm that will sweep is known, and `wake` goes out for several at once. */
  async receive(event: InboxEvent, wake = false) {
    const fresh = await this.#step((_, now) => {
      const kept = inbox.receiveEvent(this.ctx.storage.sql, event, now);
      if (kept === null) throw gone();
      return kept;
    });
    if (fresh) await this.#alarmBy(Date.now() + inbox.FIRST_SWEEP_MS);
    if (fresh && wake) this.#wakeSoon(event.id);
    return fresh;
  }
  hasEvent(ticketId: string, kind: InboxEvent['kind']) {
    return this.#step((db) => inbox.hasEvent(db, ticketId, kind));
  }
  pendingEvents(limit: number) {
    return this.#step((db) => inbox.pendingEvents(db, limit));
  }
  claimEvent(id: string) {
    return this.#step((db, now) => inbox.claimEvent(db, id, now));
  }
  async settleEvent(id: string, outcome: 'done' | 'obsolete' | 'retry' | 'park', reason: string, pauseMs?: number) {
    await this.#step((db, now) => inbox.settleEvent(db, id, outcome, reason, now, pauseMs));
    await this.#schedule();
  }
  /** Brings back what was parked until an admin connects again. */
  async releaseParked() {
    await this.#step((db, now) => inbox.releaseParked(db, now));
    await this.#schedule();
  }
  inboxCounts() {
    return this.#step((db) => inbox.countStates(db));
  }
  planEffect(effect: Omit<Effect, 'status' | 'attempts'>) {
    return this.#step((db, now) => ledger.planEffect(db, effect, now));
  }
  claimEffect(id: string) {
    return this.#step((db, now) => ledger.claimEffect(db, id, now));
  }
  markEffect(id: string, status: Effect['status'], reason: string) {
    return this.#change(({ db, now }) => ledger.markEffect(db, id, status, reason, now));
  }
  /** The effect as it stands; null for a key that was never planned. */
  effect(key: string) {
    return this.#step((db) => ledger.findEffect(db, key));
  }

  saveDocuments(kind: DocumentKind, given: { id: string; json: string }[]) {
    return this.#step((db) => documents.saveDocuments(db, kind, given));
  }
  documents(kind: DocumentKind, after: string | null) {
    return this.#step((db) => documents.readDocuments(db, kind, after));
  }
  async saveRun(run: IngestRun) {
    await this.#step((db, now) => runs.saveRun(db, run, now));
    if (run.state === 'building') await this.#schedule();
  }
  /** Keeps a chunk's documents and its counts in one step; answers the run as it is then. */
  receiveChunk(chunk: runs.Chunk, given: { id: string; json: string }[]) {
    return this.#step((db, now) => {
      documents.saveDocuments(db, chunk.kind, given);
      return runs.countChunk(db, chunk, given.length, now);
    });
  }
  documentRows(kind: DocumentKind, after: string | null, limit: number) {
    return this.#step((db) => documents.documentRows(db, kind, after, limit));
  }
  digests() {
    return this.#step((db) => buildState.digests(db));
  }
  ticketParts(ids: string[]) {
    return this.#step((db) => buildState.ticketParts(db, ids));
  }
  keepArtifact(name: string, key: string, parts: number) {
    return this.#step((db, now) => buildState.keepArtifact(db, name, key, parts, now));
  }
  knowledgeState(name: string) {
    return this.#step((db) => buildState.readState(db, name));
  }
  setKnowledgeState(name: string, json: string) {
    return this.#step((db) => buildState.writeState(db, name, json));
  }
  missingVectors(generation: string, ids: string[]) {
    return this.#step((db) => buildState.missingVectors(db, generation, ids));
  }
  addVectors(generation: string, ids: string[]) {
    return this.#step((db) => buildState.addVectors(db, generation, ids));
  }
  surplusVectors(generation: string, needed: string[], limit: number) {
    return this.#step((db) => buildState.surplusVectors(db, generation, needed, limit));
  }
  dropVectors(generation: string, ids: string[]) {
    return this.#step((db) => buildState.dropVectors(db, generation, ids));
  }
  sourceCursor(source: string) {
    return this.#step((db) => sourceStore.readCursor(db, source));
  }
  keepSourcePage(source: string, page: SourcePage) {
    return this.#step((db) => sourceStore.keepPage(db, source, page));
  }
  forgetSource(source: string) {
    return this.#step((db) => sourceStore.forgetSource(db, source));
  }
  sources() {
    return this.#step((db) => sources.listSources(db));
  }
  saveSource(source: Pick<ConnectedSource, 'id' | 'kind' | 'config' | 'paused'>) {
    return this.#step((db, now) => sources.saveSource(db, source, now));
  }
  removeSource(id: string) {
    return this.#step((db) => sources.removeSource(db, id));
  }
  noteReading(id: string, reading: ConnectedSource['lastReading']) {
    return this.#step((db, now) => sources.noteReading(db, id, reading, now));
  }
  runs(limit: number, offset: number) {
    return this.#step((db) => sources.listRuns(db, limit, offset));
  }
  overlays() {
    return this.#step((db) => sources.listOverlays(db));
  }
  addOverlay(overlay: Pick<Overlay, 'id' | 'edit' | 'editedBy'>) {
    return this.#step((db, now) => sources.addOverlay(db, overlay, now));
  }
  removeOverlay(id: string) {
    return this.#step((db) => sources.removeOverlay(db, id));
  }
  countDocuments(kind: DocumentKind) {
    return this.#step((db) => documents.countDocuments(db, kind));
  }
  run(id: string) {
    return this.#step((db) => runs.findRun(db, id));
  }

  async secret(name: string) {
    await this.#step(() => undefined);
    return (await this.#secrets?.get(name)) ?? null;
  }
  async putSecret(name: string, value: string): Promise<void> {
    await this.putSecrets({ [name]: value });
  }
  /** Several secrets in one step; null removes one. */
  async putSecrets(values: Record<string, string | null>): Promise<void> {
    await this.#change(({ db, secrets, now }) => {
      secrets.putAll(values);
      appendAudit(db, { at: isoOf(now), actor: 'deskgraph', action: 'secret.change', subject: Object.keys(values).sort().join(', '), details: {} });
    });
  }
  setupNote(name: string) {
    return this.#step((db) => notes.readNote(db, name));
  }
  putSetupNote(name: string, json: string) {
    return this.#step((db) => notes.writeNote(db, name, json));
  }
  /** Who may renew the helpdesk's token now; waits while another caller does. */
  async claimTokenRenewal(stale: string): Promise<RenewalClaim> {
    const read = async () => {
      const access = await this.secret('helpdesk_token');
      return access === null ? null : { access, refresh: await this.secret('helpdesk_refresh_token') };
    };
    return this.#tokenLease.claim(stale, read, Date.now());
  }
  /** Stores both tokens together and tells whoever waits; null when the helpdesk refused. */
  async settleTokenRenewal(tokens: { access: string; refresh: string | null } | null): Promise<void> {
    if (tokens) await this.putSecrets({ helpdesk_token: tokens.access, helpdesk_refresh_token: tokens.refresh });
    this.#tokenLease.settle(tokens?.access ?? null);
  }
  /** Empties the installation; the audit chain stays, and tells that it was done. */
  async remove(actor: string, details: Record<string, string | number | boolean>) {
    const removed = await this.#step((db, now) =>
      removeEverything(this.ctx.storage.sql, db, { actor, installation: readSettings(db)?.id ?? '', details }, now),
    );
    await this.ctx.storage.deleteAlarm();
    this.#alarmAt = null;
    this.#secrets = new SecretBox(this.#db as Database, this.ctx.id.toString(), this.env.MASTER_KEY ?? '');
    return removed;
  }
  vectorsHeld(limit: number) {
    return this.#step((db) => buildState.vectorsHeld(db, limit));
  }
  /** What a webhook is checked against, in one call: the settings and every secret that is good now. Null for an unknown installation. */
  async webhookCredentials(): Promise<{ settings: InstallationSettings; secrets: string[]; ownUserId: string | null } | null> {
    const settings = await this.settings();
    if (!settings) return null;
    const secrets = await Promise.all([this.secret('webhook_secret'), this.secret('webhook_secret_previous'), this.secret('webhook_secret_articles')]);
    const connection = JSON.parse((await this.setupNote('connection')) ?? '{}') as { helpdeskUserId?: string | null };
    return { settings, secrets: secrets.filter((s) => s !== null), ownUserId: connection.helpdeskUserId ?? null };
  }

  /** Wakes what the queue or a killed isolate has left lying, and forgets what has expired. */
  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    const db = this.#db;
    if (!db) return;
    const installation = readSettings(db)?.id ?? '';
    await sweep(db, installation, this.env, Date.now());
    forgetOld(db, Date.now());
    await this.#sign(installation);
    await this.#schedule();
  }

  /** Releases of the installation whose knowledge this one reads; null when it reads its own. */
  async #ownersReleases(limit: number): Promise<Release[] | null> {
    const note = this.#db ? notes.readNote(this.#db, 'knowledge_owner') : null;
    const owner = note === null ? null : (JSON.parse(note) as string | null);
    const own = this.#db ? readSettings(this.#db)?.id : undefined;
    if (owner === null || own === undefined || !this.env.INSTALLATION) return null;
    return this.env.INSTALLATION.getByName(`installation:${owner}`).releasesFor(own, limit) as Promise<Release[]>;
  }

  async #open(): Promise<Database> {
    const db = openDatabase(this.ctx.storage);
    await migrate(db, migrations);
    this.#db = db;
    this.#secrets = new SecretBox(db, this.ctx.id.toString(), this.env.MASTER_KEY ?? '');
    return db;
  }

  /** An operation of change control, audit or erasure, by its name: one atomic step. */
  govern<K extends OperationName>(name: K, args: OperationArgs<K>) {
    const operation = operations[name] as unknown as (step: Step, ...args: OperationArgs<K>) => ReturnType<(typeof operations)[K]>;
    return this.#change((step) => operation(step, ...args));
  }

  /** A step that leaves everything or nothing, and whose entries in the audit chain get their checkpoint. */
  async #change<T>(work: (step: Step) => T): Promise<T> {
    const result = await this.#step((db, now) =>
      this.ctx.storage.transactionSync(() => work({ db, secrets: this.#box(), installation: readSettings(db)?.id ?? '', now })),
    );
    if (this.#db && unsigned(this.#db) >= CHECKPOINT_EVERY) await this.#sign(readSettings(this.#db)?.id ?? '');
    else await this.#schedule();
    return result;
  }

  #box(): SecretBox {
    if (!this.#secrets) throw new Error('an open installation has its secrets');
    return this.#secrets;
  }

  /** A checkpoint that cannot be written now is written by a later alarm. */
  async #sign(installation: string): Promise<void> {
    if (!this.#db || installation === '') return;
    await writeCheckpoint(this.#db, this.env.SNAPSHOTS, { installation, masterKey: this.env.MASTER_KEY ?? '', now: Date.now() }).catch(() => null);
  }

  async #step<T>(work: (db: Database, now: number) => T): Promise<T> {
    try {
      if (!this.#db) throw gone();
      return work(this.#db, Date.now());
    } catch (error) {
      throw error instanceof AppError ? toWire(error) : error;
    }
  }

  /** Sets the alarm to the earliest thing that must be looked after; an earlier alarm stays. */
  async #schedule(): Promise<void> {
    const at = this.#db ? nextSweepAt(this.#db, Date.now()) : null;
    if (at !== null) await this.#alarmBy(at);
  }

  async #alarmBy(at: number): Promise<void> {
    if (this.#alarmAt === undefined) this.#alarmAt = await this.ctx.storage.getAlarm();
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    await this.ctx.storage.setAlarm(at);
  }

  /** A wake-up that is lost is made up for by the alarm. */
  #wakeSoon(eventId: string): void {
    this.#waking.push(eventId);
    if (this.#waking.length > 1) return;
    setTimeout(() => {
      const installation = this.#db ? (readSettings(this.#db)?.id ?? '') : '';
      const ids = this.#waking.splice(0);
      for (let i = 0; i < ids.length; i += WAKES_AT_ONCE)
        void this.env.EVENTS.sendBatch(ids.slice(i, i + WAKES_AT_ONCE).map((id) => ({ body: { installation, eventId: id } }))).catch(() => undefined);
    }, WAKE_DELAY_MS);
  }
}

const gone = (): AppError => new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
