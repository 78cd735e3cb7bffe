/** `bench -- forged`: webhooks that were changed, signed by others, or sent again are not accepted; valid ones are not refused. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../browser/running-deskgraph.ts';
import { forgery, validWebhook, type Webhook } from '../forged-webhooks.ts';
import { bundleWorker, startBundled } from './bundled-worker.ts';
import { install, SECRET, storedKeys } from './webhooks.ts';

const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('base64');

function post(agent: Agent, origin: string, { body, headers }: Webhook): Promise<{ status: number; fresh: boolean }> {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const options = { method: 'POST', agent, headers: { host: 'localhost', 'content-type': 'application/json', 'content-length': length, ...headers } };
    const call = request(`${origin}/webhooks/zendesk/bench`, options, (response) => {
      let text = '';
      response.on('data', (data) => {
        text += data;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, fresh: text.includes('"duplicate":false') }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

async function each(total: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < total) await work(next++);
  };
  await Promise.all(Array.from({ length: 10 }, one));
}

/**
 * `--forged 100000 --valid 10000`: half of the first are forgeries, half are valid ones that were accepted before and come
 * again. Keys: forged, replayed, accepted, valid, refused, stored (rows in the inbox; equals `valid`).
 */
export async function forged({ forged: wrong = '100000', valid = '10000' }: Record<string, string>): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'deskgraph-forged-'));
  const [bundle, state] = [join(folder, 'bundle'), join(folder, 'state')];
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  bundleWorker(bundle);
  const worker = await startBundled(bundle, state, await freePort());
  try {
    await install(worker.origin);
    const sent: Webhook[] = [];
    let [refused, accepted] = [0, 0];
    await each(Number(valid), async () => {
      const webhook = await validWebhook(SECRET, sign);
      const { status, fresh } = await post(agent, worker.origin, webhook);
      if (status !== 202 || !fresh) refused++;
      sent.push(webhook);
    });
    const [made, again] = [Math.ceil(Number(wrong) / 2), Math.floor(Number(wrong) / 2)];
    await each(made, async (n) => {
      if ((await post(agent, worker.origin, await forgery(n, SECRET, sign))).status < 400) accepted++;
    });
    // The signature holds, so the sender is told that it arrived; it is kept, and acted on, once.
    await each(again, async (n) => {
      if ((await post(agent, worker.origin, sent[n % sent.length] as Webhook)).fresh) accepted++;
    });
    await worker.kill();
    return { suite: 'forged', forged: made, replayed: again, accepted, valid: Number(valid), refused, stored: storedKeys(state).length };
  } finally {
    agent.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}
