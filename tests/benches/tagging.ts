/** `bench -- tagging`: from a customer's ticket in the desk to the tags that Deskgraph wrote into it, over webhook, inbox, queue and REST. */
import type { TicketDetail } from '../../apps/desk/wire.ts';
import { quantile, type RunningApi, variedTickets, withRunningApi } from './running-api.ts';

const POLL_MS = 20;
const PATIENCE_MS = 15_000;

type Seen = { ms: number; tagged: boolean; webhookMs: number | null };

/** `--tickets 60`. Keys: tickets, tagged, p50_ms, p95_ms, max_ms; a ticket of which no tag is sure enough is not counted in the times. */
export async function tagging({ tickets = '60' }: Record<string, string>): Promise<object> {
  return withRunningApi(async (api) => {
    const seen: Seen[] = [];
    for (const { subject, messages } of variedTickets(Number(tickets) + 3)) seen.push(await tagOne(api, subject, messages[0]?.text ?? ''));
    // The first load the snapshot and wake the queue.
    const times = seen.slice(3).filter((s) => s.tagged);
    const ms = times.map((s) => s.ms);
    return {
      suite: 'tagging',
      tickets: seen.length - 3,
      tagged: times.length,
      p50_ms: Math.round(quantile(ms, 0.5)),
      p95_ms: Math.round(quantile(ms, 0.95)),
      max_ms: Math.round(Math.max(0, ...ms)),
      webhook_p95_ms: Math.round(
        quantile(
          times.flatMap((s) => s.webhookMs ?? []),
          0.95,
        ),
      ),
    };
  });
}

async function tagOne({ origin, installation, call }: RunningApi, subject: string, body: string): Promise<Seen> {
  const desk = async <T>(method: string, path: string, given?: object): Promise<T> => {
    const answer = await fetch(`${origin}/desk/api/${installation}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(given ? { body: JSON.stringify(given) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return (await answer.json()) as T;
  };
  const started = performance.now();
  const { id } = await desk<TicketDetail>('POST', '/tickets', { subject, body, requester: { name: 'Sam Rivera', email: 'sam@mail.example' } });
  for (;;) {
    const { tags, webhook } = await desk<TicketDetail>('GET', `/tickets/${id}`);
    const ms = performance.now() - started;
    const webhookMs = webhook?.attempts[0]?.ms ?? null;
    if (tags.length > 0) return { ms, tagged: true, webhookMs };
    // Prepared and yet without a tag: none was sure enough.
    if (ms > PATIENCE_MS || (ms > 1_000 && (await call<object | null>('GET', `/v1/tickets/${id}/suggestion`)) !== null && (await later(desk, id)).length === 0))
      return { ms, tagged: false, webhookMs };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The tags a while after the suggestion was there. */
async function later(desk: <T>(method: string, path: string) => Promise<T>, id: number): Promise<string[]> {
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  return (await desk<TicketDetail>('GET', `/tickets/${id}`)).tags;
}
