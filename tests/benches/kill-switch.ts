/**
 * `bench -- killswitch`: a stream of agents writes into tickets without pause while an admin stops all actions, again and
 * again. A helpdesk of the bench's own notes when each write arrives; one that arrives between the stop's answer and the
 * call that ends it would be one too many. A control leaves the switch alone: there the same counting must find writes.
 */
import { createServer, type Server } from 'node:http';
import { type RunningApi, variedTickets, withBundledApi } from './running-api.ts';

const WRITERS = 6;
const CONTROLS = 50;
/** A refused writer comes back after this, so that every stop is tried by all of them. */
const BACK_OFF_MS = 4;

type Phase = 'open' | 'stopping' | 'stopped';
type Desk = { url: string; close: () => Promise<void>; phase: (now: Phase) => void; writes: Record<Phase, number> };

/** Answers every read with an open ticket, and takes every write and its tags after a short pause. */
async function deskThatCounts(): Promise<Desk> {
  let phase: Phase = 'open';
  const writes = { open: 0, stopping: 0, stopped: 0 };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => {
      body += data;
    });
    request.on('end', () => {
      const tags = /"tags":(\[[^\]]*\])/.exec(body)?.[1] ?? '[]';
      setTimeout(() => {
        if (request.method !== 'GET') writes[phase] += 1;
        response.setHeader('content-type', 'application/json');
        const ticket = { id: 1, status: 'open', subject: '', tags: JSON.parse(tags) as string[], updated_at: '2026-01-01T00:00:00Z' };
        response.end(JSON.stringify({ ticket, tags: ticket.tags, comments: [], users: [], groups: [], meta: { has_more: false } }));
      }, Math.random() * 6);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/desk`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
    phase: (now) => {
      phase = now;
    },
    writes,
  };
}

export async function killSwitch({ n = '1000' }: Record<string, string>): Promise<object> {
  const desk = await deskThatCounts();
  try {
    return await withBundledApi((api) => underLoad(api, desk, Number(n)), desk.url);
  } finally {
    await desk.close();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function underLoad(api: RunningApi, desk: Desk, count: number): Promise<object> {
  const { ask, call } = api;
  const suggestions = await Promise.all(variedTickets(WRITERS).map((ticket) => ask(ticket)));
  const requests = { written: 0, refused: 0, other: 0 };
  let busy = true;
  let said = '';
  const writers = suggestions.map(async ({ suggestionId, ticketId }, writer) => {
    for (let i = 0; busy; i++) {
      const outcome = await call('POST', `/v1/tickets/${ticketId}/escalate`, { suggestionId, note: `writer ${writer} note ${i}` }).then(
        () => 'written' as const,
        (error: unknown) => {
          if (String(error).includes('actions_stopped')) return 'refused' as const;
          said = String(error).slice(0, 200);
          return 'other' as const;
        },
      );
      requests[outcome] += 1;
      if (outcome !== 'written') await pause(BACK_OFF_MS);
    }
  });
  /** One stop and its end; `flip` is left out in the control. Answers how many actions were still under way at the stop's answer. */
  const trial = async (flip: (on: boolean) => Promise<number>): Promise<number> => {
    await pause(Math.random() * 80);
    desk.phase('stopping');
    const inFlight = await flip(true);
    desk.phase('stopped');
    await pause(5 + Math.random() * 25);
    desk.phase('open');
    await flip(false);
    return inFlight;
  };
  const real = async (on: boolean): Promise<number> => (await call<{ inFlight: number }>('POST', '/v1/kill-switch', { on, why: 'bench' })).inFlight;
  try {
    for (let i = 0; i < CONTROLS; i++) await trial(async () => 0);
    const control = { trials: CONTROLS, committed_after: desk.writes.stopped };
    Object.assign(desk.writes, { open: 0, stopping: 0, stopped: 0 });
    let undrained = 0;
    const began = performance.now();
    for (let i = 0; i < count; i++) undrained += await trial(real);
    const { open, stopping, stopped } = desk.writes;
    return {
      suite: 'killswitch',
      trials: count,
      committed_after: stopped,
      /** Writes that arrived between the stop's call and its answer: what it waited for. */
      committed_while_stopping: stopping,
      committed_before: open,
      undrained,
      /** The same counting with the switch left alone: it would see a write if there were one. */
      control,
      writers: WRITERS,
      requests,
      ...(said === '' ? {} : { other_said: said }),
      seconds: Math.round((performance.now() - began) / 1_000),
    };
  } finally {
    busy = false;
    await Promise.allSettled(writers);
  }
}
