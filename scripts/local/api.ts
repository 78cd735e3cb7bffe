/** What the local scripts ask of a running Worker and its desk. Local routes answer nowhere else. */
import { existsSync, readFileSync } from 'node:fs';
import type { Health, IngestRun } from '#shared/api';
import type { DocumentKind } from '#shared/knowledge';
import { originFile } from './paths.ts';

/** Origin of the Worker that `npm start` runs; `PORT` or the default when none was started yet. */
export function runningOrigin(): string {
  if (process.env.PORT) return `http://localhost:${process.env.PORT}`;
  return existsSync(originFile) ? readFileSync(originFile, 'utf8').trim() : 'http://localhost:8787';
}

export class LocalApi {
  readonly origin: string;
  #token = '';
  #tokenUntil = 0;
  #installation = '';

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Creates the installation with its desk when there is none; safe to repeat. */
  async createInstallation(id: string, name: string): Promise<void> {
    const answer = await this.#call('POST', '/v1/local/installations', { id, name, helpdeskUrl: `${this.origin}/desk/zendesk/${id}` });
    const { webhookSecret, helpdeskToken } = answer as { webhookSecret: string; helpdeskToken: string };
    await this.#call('POST', '/desk/api/installations', { id, name, webhookSecret, webhookUrl: `${this.origin}/webhooks/zendesk/${id}`, token: helpdeskToken });
  }

  async token(installation: string, role = 'admin'): Promise<string> {
    if (this.#installation !== installation || Date.now() > this.#tokenUntil) {
      const answer = (await this.#call('POST', '/v1/local/token', { installation, user: 'local', role })) as { token: string };
      this.#token = answer.token;
      this.#installation = installation;
      this.#tokenUntil = Date.now() + 10 * 60_000;
    }
    return this.#token;
  }

  async startRun(installation: string): Promise<IngestRun> {
    return (await this.#call('POST', '/v1/ingest/runs', {}, await this.token(installation))) as IngestRun;
  }

  async sendChunk(installation: string, run: string, kind: DocumentKind, chunk: { sequence: number; file: string; line: number; text: string }): Promise<void> {
    const query = new URLSearchParams({ file: chunk.file, line: String(chunk.line) });
    await this.#call('PUT', `/v1/ingest/runs/${run}/chunks/${kind}/${chunk.sequence}?${query}`, chunk.text, await this.token(installation));
  }

  async finishRun(installation: string, run: string): Promise<IngestRun> {
    return (await this.#call('POST', `/v1/ingest/runs/${run}/finish`, {}, await this.token(installation))) as IngestRun;
  }

  async run(installation: string, run: string): Promise<IngestRun> {
    return (await this.#call('GET', `/v1/ingest/runs/${run}`, undefined, await this.token(installation))) as IngestRun;
  }

  /** Puts tickets (JSON lines of ticket documents) into the desk of the installation. */
  async seedDesk(installation: string, lines: string): Promise<void> {
    await this.#call('POST', `/desk/api/${installation}/seed`, lines);
  }

  /** Live release of the installation and the drafting model it names, or null. */
  async liveRelease(installation: string): Promise<{ id: string; model: string } | null> {
    const found = (await this.health()).installations.find((i) => i.id === `zendesk:${installation}`);
    return found?.releaseId ? { id: found.releaseId, model: found.model ?? '' } : null;
  }

  async health(): Promise<Health> {
    return (await this.#call('GET', '/healthz')) as Health;
  }

  /** An answer that is cut off, as happens on a busy machine, is asked for again where that is safe. */
  async #call(method: string, path: string, body?: unknown, token?: string, again = 3): Promise<unknown> {
    const text = typeof body === 'string';
    const response = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': text ? 'application/x-ndjson' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: text ? body : JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error(`Nothing answers at ${this.origin}. Start Deskgraph with "npm start" first.`, { cause });
    });
    const answer = (await response.json().catch(() => undefined)) as { error?: { message: string } } | null | undefined;
    if (answer === undefined && response.ok && method === 'GET') {
      if (again > 0) return this.#call(method, path, body, token, again - 1);
      throw new Error(`The answer to ${path} was cut off. Try again.`);
    }
    if (!response.ok && !(path === '/healthz' && answer)) throw new Error(answer?.error?.message ?? `${method} ${path} answered ${response.status}.`);
    return answer;
  }
}
