/**
 * The Durable Object of one installation: the single writer of everything that belongs to one helpdesk account. Thin: a
 * method opens the database and calls the concern's own file. `AppError`s cross the call by `toWire`.
 */
import { DurableObject } from 'cloudflare:workers';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import type { IngestRun } from '#shared/api';
import type { Feedback } from '#shared/feedback';
import type { DocumentKind } from '#shared/knowledge';
import type { Release } from '#shared/release';
import type { Suggestion } from '#shared/suggestion';
import type { Trace } from '#shared/trace';
import type { BuildParams, WakeUp } from '../env.ts';
import { AppError, toWire } from '../errors.ts';
import type { Effect, InboxEvent, InstallationRecord, InstallationSettings } from '../ports.ts';
import { type Database, openDatabase } from './database.ts';
import * as documents from './documents.ts';
import * as inbox from './inbox.ts';
import * as ledger from './ledger.ts';
import migrations from './migrations/migrations.js';
import * as releases from './releases.ts';
import * as requestKeys from './request-keys.ts';
import * as runs from './runs.ts';
import { SecretBox } from './secrets.ts';
import { readSettings, writeSettings } from './settings.ts';
import * as suggestions from './suggestions.ts';
import { nextSweepAt, sweep } from './sweep.ts';

export type InstallationEnv = { MASTER_KEY?: string; EVENTS: Queue<WakeUp>; BUILD: Workflow<BuildParams> };

export class Installation extends DurableObject<InstallationEnv> implements Omit<InstallationRecord, 'trace'> {
  #db: Database | null = null;
  #secrets: SecretBox | null = null;

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
    writeSettings(db, settings);
  }

  async settings(): Promise<InstallationSettings | null> {
    return this.#db ? readSettings(this.#db) : null;
  }

  liveRelease() {
    return this.#step((db) => releases.liveRelease(db));
  }
  /** Recently live releases, the live one first: where to look when its snapshot is gone. */
  recentReleases(limit: number) {
    return this.#step((db) => releases.recentReleases(db, limit));
  }
  publishRelease(release: Release) {
    return this.#step((db, now) => releases.publishRelease(db, release, now));
  }

  saveSuggestion(suggestion: Suggestion, trace: Trace, inputHash: string) {
    return this.#step((db, now) => suggestions.saveSuggestion(db, suggestion, trace, inputHash, now));
  }
  suggestion(id: string) {
    return this.#step((db) => suggestions.findSuggestion(db, id));
  }
  latestSuggestion(ticketId: string, inputHash?: string) {
    return this.#step((db) => suggestions.latestSuggestion(db, ticketId, inputHash));
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
  spendToken(tokenId: string, expiresAt: number) {
    return this.#step((db) => requestKeys.spendToken(db, tokenId, expiresAt));
  }

  async receive(event: InboxEvent) {
    const fresh = await this.#step((db, now) => inbox.receiveEvent(db, event, now));
    if (fresh) await this.#schedule();
    return fresh;
  }
  pendingEvents(limit: number) {
    return this.#step((db) => inbox.pendingEvents(db, limit));
  }
  claimEvent(id: string) {
    return this.#step((db, now) => inbox.claimEvent(db, id, now));
  }
  async settleEvent(id: string, outcome: 'done' | 'obsolete' | 'retry', reason: string) {
    await this.#step((db, now) => inbox.settleEvent(db, id, outcome, reason, now));
    await this.#schedule();
  }
  planEffect(effect: Omit<Effect, 'status' | 'attempts'>) {
    return this.#step((db, now) => ledger.planEffect(db, effect, now));
  }
  claimEffect(id: string) {
    return this.#step((db, now) => ledger.claimEffect(db, id, now));
  }
  markEffect(id: string, status: Effect['status'], reason: string) {
    return this.#step((db, now) => ledger.markEffect(db, id, status, reason, now));
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
    await this.#step(() => undefined);
    await this.#secrets?.put(name, value);
  }
  /** What a webhook is checked against, in one call: the settings and every secret that is good now. Null for an unknown installation. */
  async webhookCredentials(): Promise<{ settings: InstallationSettings; secrets: string[] } | null> {
    const settings = await this.settings();
    if (!settings) return null;
    const secrets = await Promise.all([this.secret('webhook_secret'), this.secret('webhook_secret_previous')]);
    return { settings, secrets: secrets.filter((s) => s !== null) };
  }

  /** Wakes what the queue or a killed isolate has left lying, and forgets what has expired. */
  override async alarm(): Promise<void> {
    const db = this.#db;
    if (!db) return;
    await sweep(db, readSettings(db)?.id ?? '', this.env, Date.now());
    await this.#schedule();
  }

  async #open(): Promise<Database> {
    const db = openDatabase(this.ctx.storage);
    await migrate(db, migrations);
    this.#db = db;
    this.#secrets = new SecretBox(db, this.ctx.id.toString(), this.env.MASTER_KEY ?? '');
    return db;
  }

  async #step<T>(work: (db: Database, now: number) => T): Promise<T> {
    try {
      if (!this.#db) throw new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
      return work(this.#db, Date.now());
    } catch (error) {
      throw error instanceof AppError ? toWire(error) : error;
    }
  }

  /** Sets the alarm to the earliest thing that must be looked after; an earlier alarm stays. */
  async #schedule(): Promise<void> {
    const at = this.#db ? nextSweepAt(this.#db, Date.now()) : null;
    if (at === null) return;
    const current = await this.ctx.storage.getAlarm();
    if (current === null || current > at) await this.ctx.storage.setAlarm(at);
  }
}
