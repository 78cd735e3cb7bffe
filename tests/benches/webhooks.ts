/** `bench -- webhooks`: how fast signed webhooks are received, and that nothing acknowledged is lost when the Worker is killed. */
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from '../browser/running-deskgraph.ts';
import { type BundledWorker, bundleWorker, startBundled } from './bundled-worker.ts';

export const SECRET = 'the webhook secret of the bench';
const CONNECTIONS = 10;

type Sent = { key: string; acknowledged: boolean; fresh: number; ms: number };

/** Sends one signed webhook; a connection that breaks is an answer that never came. */
function post(agent: Agent, origin: string, body: string): Promise<{ status: number; fresh: boolean; ms: number }> {
  const timestamp = new Date().toISOString();
  const signature = createHmac('sha256', SECRET)
    .update(timestamp + body)
    .digest('base64');
  const started = performance.now();
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, fresh: false, ms: performance.now() - started });
    const call = request(
      `${origin}/webhooks/zendesk/bench`,
      {
        method: 'POST',
        agent,
        headers: {
          host: 'localhost',
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-zendesk-webhook-signature': signature,
          'x-zendesk-webhook-signature-timestamp': timestamp,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (data) => {
          text += data;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, fresh: text.includes('"duplicate":false'), ms: performance.now() - started }));
        response.on('error', failed);
      },
    );
    call.on('error', failed);
    call.end(body);
  });
}

/** Ten connections, each with one request under way, until `go` says stop. Every tenth webhook is sent twice. */
async function load(origin: string, go: () => boolean, sent: Sent[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const connection = async (): Promise<void> => {
    while (go()) {
      const row = await sendOne(agent, origin, sent.length % 10 === 0 ? 2 : 1);
      sent.push(row);
      // A Worker that is gone refuses at once; do not spin.
      if (!row.acknowledged) await new Promise((r) => setTimeout(r, 20));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  agent.destroy();
}

async function sendOne(agent: Agent, origin: string, copies: number): Promise<Sent> {
  const [id, moment] = [String(Math.floor(Math.random() * 1e9)), randomUUID()];
  const body = JSON.stringify({ type: 'ticket_created', ticket: { id, updated_at: moment } });
  const row: Sent = { key: ['zendesk', id, 'ticket_created', moment].join('|'), acknowledged: false, fresh: 0, ms: 0 };
  for (let copy = 0; copy < copies; copy++) {
    const { status, fresh, ms } = await post(agent, origin, body);
    if (status === 202) Object.assign(row, { acknowledged: true, fresh: row.fresh + (fresh ? 1 : 0), ms });
  }
  return row;
}

export async function install(origin: string): Promise<void> {
  const body = JSON.stringify({
    id: 'bench',
    name: 'Bench',
    helpdeskUrl: 'http://localhost:9/none',
    webhookSecret: SECRET,
    helpdeskToken: 'a token of the bench',
  });
  const answer = await fetch(`${origin.replace('127.0.0.1', 'localhost')}/v1/local/installations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`The installation was not made: ${await answer.text()}`);
}

/** Dedupe keys as the store of the installation holds them. */
export function storedKeys(state: string): string[] {
  const files = (readdirSync(state, { recursive: true }) as string[]).filter((name) => name.endsWith('.sqlite') && name.includes('Installation'));
  return files.flatMap((name) => {
    const database = new DatabaseSync(join(state, name));
    try {
      const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'inbox'").get();
      return known
        ? database
            .prepare('SELECT dedupe_key FROM inbox')
            .all()
            .map((row) => String(row.dedupe_key))
        : [];
    } finally {
      database.close();
    }
  });
}

const quantile = (sorted: number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

/** `--kills 50 --seconds 5`. Keys: per_second, p50_ms, p99_ms, received, kills, acknowledged, lost, duplicates. */
export async function webhooks({ kills = '50', seconds = '5' }: Record<string, string>): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-webhooks-'));
  const [bundle, state] = [join(folder, 'bundle'), join(folder, 'state')];
  let worker: BundledWorker | null = null;
  try {
    bundleWorker(bundle);
    worker = await startBundled(bundle, state, await freePort());
    await install(worker.origin);
    const warm = performance.now() + 1_000;
    await load(worker.origin, () => performance.now() < warm, []);

    const measured: Sent[] = [];
    const started = performance.now();
    const cpu = worker.cpuMs();
    await load(worker.origin, () => performance.now() < started + Number(seconds) * 1_000, measured);
    const used = cpu === null ? null : (worker.cpuMs() ?? 0) - cpu;
    const elapsed = (performance.now() - started) / 1_000;
    const times = measured
      .filter((s) => s.acknowledged)
      .map((s) => s.ms)
      .sort((a, b) => a - b);

    const all = [...measured];
    for (let kill = 0; kill < Number(kills); kill++) {
      let running = true;
      const under = load(worker.origin, () => running, all);
      await new Promise((r) => setTimeout(r, 300 + Math.random() * 400));
      await worker.kill();
      running = false;
      await under;
      worker = await startBundled(bundle, state, await freePort());
    }
    await worker.kill();
    worker = null;
    const stored = storedKeys(state);
    const unique = new Set(stored);
    const acknowledged = all.filter((s) => s.acknowledged);
    return {
      suite: 'webhooks',
      per_second: Math.round(times.length / elapsed),
      p50_ms: Number(quantile(times, 0.5).toFixed(2)),
      p99_ms: Number(quantile(times, 0.99).toFixed(2)),
      cpu_ms: used === null ? null : Number((used / Math.max(1, measured.length)).toFixed(3)),
      received: measured.length,
      kills: Number(kills),
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((s) => !unique.has(s.key)).length,
      duplicates: stored.length - unique.size + acknowledged.filter((s) => s.fresh > 1).length,
    };
  } finally {
    await worker?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
