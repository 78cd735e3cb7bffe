/**
 * `bench -- killswitch`: agents write into tickets while an admin stops all actions. A helpdesk of the bench's own notes
 * when each write arrives; one that arrives after the stop was acknowledged would be one too many.
 */
import { createServer, type Server } from 'node:http';
import { type RunningApi, variedTickets, withRunningApi } from './running-api.ts';

const WRITERS = 4;
const INSTALLATION = 'killswitch';

type Desk = { url: string; close: () => Promise<void>; stopped: (yes: boolean) => void; writes: () => { before: number; after: number } };

/** Answers every read with an open ticket, and takes every write after a short pause. */
async function deskThatCounts(): Promise<Desk> {
  let stopped = false;
  const counts = { before: 0, after: 0 };
  const server: Server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      setTimeout(
        () => {
          if (request.method !== 'GET') counts[stopped ? 'after' : 'before'] += 1;
          response.setHeader('content-type', 'application/json');
          const ticket = { id: 1, status: 'open', subject: '', tags: [], updated_at: '2026-01-01T00:00:00Z' };
          response.end(JSON.stringify({ ticket, tags: [], comments: [], users: [], groups: [], meta: { has_more: false } }));
        },
        Math.floor(Math.random() * 6),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/desk`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    stopped: (yes) => {
      stopped = yes;
    },
    writes: () => ({ ...counts }),
  };
}

export async function killSwitch({ n = '1000' }: Record<string, string>): Promise<object> {
  const desk = await deskThatCounts();
  try {
    return await withRunningApi((api) => trials(api, desk, Number(n)), INSTALLATION);
  } finally {
    await desk.close();
  }
}

async function trials(api: RunningApi, desk: Desk, count: number): Promise<object> {
  await prepare(api, desk);
  const suggestion = await api.ask(variedTickets(1)[0] as ReturnType<typeof variedTickets>[number]);
  const answers = { written: 0, refused: 0, other: 0 };
  let undrained = 0;
  for (let trial = 0; trial < count; trial++) {
    desk.stopped(false);
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25));
      const body = { suggestionId: suggestion.suggestionId, note: `trial ${trial} writer ${writer}` };
      await api.call('POST', `/v1/tickets/${suggestion.ticketId}/escalate`, body).then(
        () => {
          answers.written += 1;
        },
        (error: unknown) => {
          answers[String(error).includes('actions_stopped') ? 'refused' : 'other'] += 1;
        },
      );
    });
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 25));
    const { inFlight } = await api.call<{ inFlight: number }>('POST', '/v1/kill-switch', { on: true, why: 'bench' });
    desk.stopped(true);
    undrained += inFlight;
    await Promise.all(writers);
    await api.call('POST', '/v1/kill-switch', { on: false, why: 'bench' });
  }
  const { before, after } = desk.writes();
  return { suite: 'killswitch', trials: count, committed_after_flip: after, committed_before_flip: before, undrained, requests: answers };
}

/** An installation with a little knowledge whose helpdesk is the bench's. */
async function prepare({ origin, call }: RunningApi, desk: Desk): Promise<void> {
  const created = await fetch(`${origin}/v1/local/installations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: INSTALLATION, name: 'Kill switch', helpdeskUrl: desk.url }),
  });
  if (!created.ok) throw new Error(`The installation could not be created: ${created.status}.`);
  const run = await call<{ id: string }>('POST', '/v1/ingest/runs', {});
  const article = { id: 'a', title: 'Reset your password', text: 'Open the sign-in page and choose Forgot password.' };
  await call('PUT', `/v1/ingest/runs/${run.id}/chunks/article/0`, article);
  await call('POST', `/v1/ingest/runs/${run.id}/finish`, {});
  for (;;) {
    const { state } = await call<{ state: string }>('GET', `/v1/ingest/runs/${run.id}`);
    if (state === 'published') return;
    if (state === 'failed') throw new Error('The build failed.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
