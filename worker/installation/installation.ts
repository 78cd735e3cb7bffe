/**
 * The Durable Object of one installation: the single writer of everything that belongs to one helpdesk account. Thin: a
 * method opens the database and calls the concern's own file. `AppError`s cross the call by `toWire`.
 */
import { DurableObject } from 'cloudflare:workers';
import { migrate } from 'drizzle-orm/durable-sqlite/migrator';
import type { GateReport } from '#shared/governance';
import type { Release } from '#shared/release';
import type { Suggestion } from '#shared/suggestion';
import type { Trace } from '#shared/trace';
import type { BuildParams, WakeUp } from '../env.ts';
import { AppError, toWire } from '../errors.ts';
import type { InboxEvent } from '../helpdesk-ports.ts';
import type { InstallationRecord, InstallationSettings, KeptRun } from '../ports.ts';
import { appendAudit } from './audit-log.ts';
import * as changes from './changes.ts';
import { CHECKPOINT_EVERY, unsigned, writeCheckpoint } from './checkpoints.ts';
import { type Database, openDatabase } from './database.ts';
import * as inbox from './inbox.ts';
import migrations from './migrations/migrations.js';
import * as notes from './notes.ts';
import * as openTickets from './open-tickets.ts';
import { type OperationArgs, type OperationName, operations } from './operations.ts';
import { watchRelease } from './release-watch.ts';
import * as releases from './releases.ts';
import { removeEverything } from './removal.ts';
import * as requestKeys from './request-keys.ts';
import { forgetOld } from './retention.ts';
import { SecretBox } from './secrets.ts';
import { readSettings, writeSettings } from './settings.ts';
import { isoOf, type Step } from './step.ts';
import * as suggestions from './suggestions.ts';
import { nextSweepAt, sweep } from './sweep.ts';
import { type RenewalClaim, TokenLease } from './token-lease.ts';

export type InstallationEnv = {
  RUN_SILENT_MS?: string;
  INSTALLATION?: DurableObjectNamespace<Installation>;
  MASTER_KEY?: string;
  MASTER_KEY_PREVIOUS?: string;
  SNAPSHOTS: KVNamespace;
  EVENTS: Queue<WakeUp>;
  BUILD: Workflow<BuildParams>;
};

/** How often the live release is looked at while suggestions come in. */
const WATCH_MS = 60_000;
/** Events that arrive within this time share a message to the queue, which takes a hundred at once. */
const WAKE_DELAY_MS = 40;
const WAKES_AT_ONCE = 100;

export class Installation extends DurableObject<InstallationEnv> implements Omit<InstallationRecord, 'trace' | OperationName> {
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
    const readers = JSON.parse((await this.#note('knowledge_readers')) ?? '[]') as string[];
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

  /** Inserts, and nothing else where many arrive: the alarm that will sweep is known, and `wake` goes out for several at once. */
  async receive(events: InboxEvent[], wake = false) {
    const fresh = await this.#step((_, now) =>
      events.map((event) => {
        const kept = inbox.receiveEvent(this.ctx.storage.sql, event, now);
        if (kept === null) throw gone();
        return kept;
      }),
    );
    if (fresh.includes(true)) await this.#alarmBy(Date.now() + inbox.FIRST_SWEEP_MS);
    if (wake) for (const [i, event] of events.entries()) if (fresh[i]) this.#wakeSoon(event.id);
    return fresh;
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
  /** What a webhook is checked against, in one call: the settings and every secret that is good now. Null for an unknown installation. */
  async webhookCredentials(): Promise<{ settings: InstallationSettings; secrets: string[]; ownUserId: string | null } | null> {
    const settings = await this.settings();
    if (!settings) return null;
    const secrets = await Promise.all([this.secret('webhook_secret'), this.secret('webhook_secret_previous'), this.secret('webhook_secret_articles')]);
    const connection = JSON.parse((await this.#note('connection')) ?? '{}') as { helpdeskUserId?: string | null };
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

  #note(name: string): Promise<string | null> {
    return this.#step((db) => notes.readNote(db, name));
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
    if (this.env.MASTER_KEY_PREVIOUS) this.#secrets.rewrap(this.env.MASTER_KEY_PREVIOUS);
    return db;
  }

  /** An operation by its name: one atomic step. */
  perform<K extends OperationName>(name: K, args: OperationArgs<K>) {
    const operation = operations[name] as unknown as (step: Step, ...args: OperationArgs<K>) => ReturnType<(typeof operations)[K]>;
    return this.#change((step) => operation(step, ...args));
  }

  /** A step that leaves everything or nothing, and whose entries in the audit chain get their checkpoint. */
  async #change<T>(work: (step: Step) => T): Promise<T> {
    const result = await this.#step((db, now) =>
      this.ctx.storage.transactionSync(() => work({ db, secrets: this.#box(), installation: readSettings(db)?.id ?? '', now })),
    );
    if (this.#db && unsigned(this.#db) >= CHECKPOINT_EVERY) await this.#sign(readSettings(this.#db)?.id ?? '');
    await this.#schedule();
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
    const at = this.#db ? nextSweepAt(this.#db, Date.now(), this.env) : null;
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
