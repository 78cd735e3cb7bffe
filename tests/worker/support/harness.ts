/** A running Worker with a small help centre, seen from outside: everything here goes through its HTTP face. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { IngestRun } from '../../../shared/api.ts';
import { compose, type Platform } from '../../../worker/compose.ts';
import { createApp } from '../../../worker/http/app.ts';
import type { TestBindings } from './bindings.ts';

export const bindings = env as unknown as TestBindings;
export const origin = 'http://localhost:8787';

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, never> & { error?: { code: string; message: string; path?: string; requestId: string } };
};

/** `overrides` replaces ports, such as the clock or the helpdesk. */
export function createClient(overrides: Partial<Platform> = {}) {
  const platform: Platform = { ...compose(bindings), ...overrides };
  const app = createApp(platform);
  const call = async (
    method: string,
    path: string,
    options: { body?: unknown; token?: string; headers?: Record<string, string>; raw?: BodyInit } = {},
  ): Promise<Answer> => {
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const request = new Request(new URL(path, origin), {
      method,
      headers: {
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const ctx = createExecutionContext();
    const response = await app.fetch(request, bindings, ctx);
    const text = await response.text();
    await waitOnExecutionContext(ctx);
    let json = {} as Answer['json'];
    try {
      json = JSON.parse(text) as Answer['json'];
    } catch {
      // A page, or a stream.
    }
    return { status: response.status, headers: response.headers, text, json };
  };
  return { platform, call };
}

const { call } = createClient();

export async function createInstallation(id: string): Promise<{ webhookSecret: string; token: string }> {
  const created = await call('POST', '/v1/local/installations', { body: { id, name: id, helpdeskUrl: `http://helpdesk.test/${id}`, accountId: '42' } });
  return { webhookSecret: (created.json as unknown as { webhookSecret: string }).webhookSecret, token: await tokenFor(id) };
}

export async function tokenFor(installation: string, role = 'admin'): Promise<string> {
  const answer = await call('POST', '/v1/local/token', { body: { installation, role } });
  return (answer.json as unknown as { token: string }).token;
}

export const articles = [
  {
    id: 'a1',
    title: 'Reset your password',
    text: 'Open the sign-in page and choose Forgot password. We send a link to your e-mail address. The link works for one hour.',
  },
  {
    id: 'a2',
    title: 'Change your plan',
    text: 'Open Billing and choose Change plan. The new price counts from the next invoice. You can go back within 14 days.',
  },
  { id: 'a3', title: 'Track an order', text: 'Every order has a tracking link in its confirmation e-mail. Parcels arrive within three days.' },
];

/** Solved tickets about a password, all with the first article. */
export const passwordTickets = Array.from({ length: 6 }, (_, i) => ({
  id: String(900 + i),
  subject: 'Password forgotten',
  body: `I forgot my password and cannot sign in. How do I reset it? I tried ${i + 1} times.`,
  status: 'solved',
  replies: [
    {
      role: 'agent',
      at: '2026-01-01T00:00:00Z',
      text: 'Open the sign-in page and choose Forgot password. We send a link to your e-mail address.',
      public: true,
    },
  ],
  tags: ['password'],
  resolvedBy: ['a1'],
  createdAt: '2026-01-01T00:00:00Z',
}));

/** Sends documents and waits until the release is live, or the run has failed. */
export async function ingest(token: string, documents: Partial<Record<'article' | 'ticket' | 'macro', object[]>>): Promise<IngestRun> {
  const started = (await call('POST', '/v1/ingest/runs', { token, body: {} })).json as unknown as IngestRun;
  for (const [kind, list] of Object.entries(documents))
    await call('PUT', `/v1/ingest/runs/${started.id}/chunks/${kind}/0?file=${kind}.jsonl&line=1`, {
      token,
      raw: list.map((d) => JSON.stringify(d)).join('\n'),
    });
  await call('POST', `/v1/ingest/runs/${started.id}/finish`, { token, body: {} });
  for (;;) {
    const run = (await call('GET', `/v1/ingest/runs/${started.id}`, { token })).json as unknown as IngestRun;
    if (run.state !== 'receiving' && run.state !== 'building') return run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export type StreamedEvent = { type: string; data: Record<string, unknown> };
export const readEvents = (text: string): StreamedEvent[] =>
  text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [type = '', data = ''] = block.split('\n');
      return { type: type.replace('event: ', ''), data: JSON.parse(data.replace('data: ', '')) as Record<string, unknown> };
    });

export const exampleTicket = (id: string, text: string) => ({
  id,
  subject: 'Help',
  messages: [{ id: 'm1', role: 'requester', at: '2026-01-01T00:00:00Z', text }],
});
