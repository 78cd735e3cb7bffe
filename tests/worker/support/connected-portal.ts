/** A portal with knowledge, connected before the tests of a file and put back before each: what card, webhooks and workflows are tried on. */
import { beforeAll, beforeEach, expect } from 'vitest';
import { issueSession } from '../../../worker/http/session-token.ts';
import { articles, exampleTicket, ingest, passwordTickets } from './harness.ts';
import { hubspotClientUnderTest } from './hubspot.ts';
import { testVariables } from './variables.ts';

type Events = { events: { type: string; data: Record<string, never> }[] };

/** Portal 601 has articles and solved tickets, 602 nothing. */
export function connectedPortal() {
  const client = hubspotClientUnderTest();
  const { platform, portal, signed, install } = client;
  const at = (name: string) => `/hubspot/card/${name}`;
  const at601 = { portal: '601' };
  let count = 0;
  const key = (): string => `key-of-the-test-${count++}`;

  beforeAll(async () => {
    await install('601');
    await install('602');
    const session = { installation: 'hubspot:601', user: { id: '7', name: 'Kim', role: 'admin' as const }, since: Math.floor(Date.now() / 1_000) };
    const { token } = await issueSession(testVariables.SESSION_KEY, session, Date.now());
    expect((await ingest(token, { article: articles, ticket: passwordTickets })).state).toBe('published');
  });
  beforeEach(() => {
    portal.tickets = new Map(['35', '36', '37'].map((id) => [id, exampleTicket(id, 'I forgot my password and cannot sign in. How do I reset it?') as never]));
    Object.assign(portal, { notes: [], sent: [], delayMs: 0, failWith: null, pipeline: '0', tags: new Map(), uninstalled: [] });
  });

  const suggest = async (ticketId: string, more: object = {}, options: object = at601) =>
    (await signed(at('suggestion'), { ticketId, key: key(), ...more }, options)).json as unknown as Events & { running?: true; error?: { code: string } };
  const idOf = (answer: Events): string => {
    const done = answer.events.find((e) => e.type === 'done')?.data as unknown as { suggestionId: string } | undefined;
    return done?.suggestionId ?? '';
  };
  const record = platform.installation('hubspot:601');
  return { ...client, record, at, at601, key, suggest, idOf };
}
