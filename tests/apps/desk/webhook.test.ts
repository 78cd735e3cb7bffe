import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { retryDelay } from '../../../apps/desk/server/webhook.ts';
import type { TicketDetail } from '../../../apps/desk/wire.ts';
import { localDesk, settings } from './local-desk.ts';

type Sent = { url: string; headers: Headers; body: string };

/** Answers the attempts in turn; `null` is a time-out. */
function receiver(answers: (Response | null)[]) {
  const sent: Sent[] = [];
  const send = async (url: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    sent.push({ url: String(url), headers: new Headers(init?.headers), body: String(init?.body) });
    const answer = answers.shift();
    if (answer === null) throw new DOMException('timed out', 'TimeoutError');
    return answer ?? new Response(null, { status: 202 });
  };
  return { sent, send: send as typeof fetch };
}

async function withTicket() {
  const desk = localDesk();
  const ticket = (await desk.api('POST', '/tickets', { subject: 'Hi "there"', body: 'B' })).body as unknown as TicketDetail;
  const deliver = (send: typeof fetch) => desk.outbox.deliverDue(settings, () => desk.clock.now, send);
  return { desk, ticket, deliver };
}

test('a new ticket is announced once, signed over timestamp and body', async () => {
  const { desk, ticket, deliver } = await withTicket();
  const { sent, send } = receiver([]);
  await deliver(send);
  await deliver(send);
  expect(sent).toHaveLength(1);
  const [{ url, headers, body }] = sent as [Sent];
  expect(url).toBe(settings.webhookUrl);
  expect(JSON.parse(body)).toMatchObject({
    type: 'ticket_created',
    account_id: settings.accountId,
    ticket: { id: String(ticket.id), updated_at: ticket.updatedAt },
  });
  const timestamp = headers.get('x-zendesk-webhook-signature-timestamp') ?? '';
  expect(Date.parse(timestamp)).toBe(desk.clock.now);
  expect(headers.get('x-zendesk-webhook-signature')).toBe(
    createHmac('sha256', settings.webhookSecret)
      .update(timestamp + body)
      .digest('base64'),
  );
  expect(desk.outbox.lastOf(ticket.id)).toMatchObject({ state: 'done', attempts: [{ status: 202 }] });
});

test('a conflict and a silent receiver are tried again with the same invocation, each when it is due', async () => {
  const { desk, ticket, deliver } = await withTicket();
  const { sent, send } = receiver([new Response(null, { status: 409 }), null]);
  for (let i = 0; i < 3; i++) {
    await deliver(send);
    desk.clock.now = desk.outbox.nextDue() ?? desk.clock.now;
  }
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map((s) => s.headers.get('x-zendesk-webhook-invocation-id'))).size).toBe(1);
  expect(new Set(sent.map((s) => s.headers.get('x-zendesk-webhook-signature'))).size).toBe(3);
  expect(desk.outbox.lastOf(ticket.id)?.state).toBe('done');
});

test('a refusal is final', async () => {
  const { desk, ticket, deliver } = await withTicket();
  const { sent, send } = receiver([new Response(null, { status: 401 })]);
  await deliver(send);
  expect([sent.length, desk.outbox.nextDue(), desk.outbox.lastOf(ticket.id)?.state]).toEqual([1, null, 'failed']);
});

test.each([
  [{ status: 409, retryAfterSeconds: null }, 1, true],
  [{ status: 409, retryAfterSeconds: null }, 4, false],
  [{ status: 429, retryAfterSeconds: 5 }, 1, true],
  [{ status: 429, retryAfterSeconds: null }, 1, false],
  [{ status: 503, retryAfterSeconds: 60 }, 1, false],
  [{ status: 500, retryAfterSeconds: 5 }, 1, false],
  [{ status: null, retryAfterSeconds: null }, 5, true],
  [{ status: null, retryAfterSeconds: null }, 6, false],
])('%j after %i attempts: again is %s', (outcome, attempts, again) => {
  expect(retryDelay(outcome, attempts) !== null).toBe(again);
});
