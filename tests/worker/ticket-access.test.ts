/** An agent sees nothing of tickets they may not read in Zendesk: not the ticket, not a title, not a count, however they ask. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Suggestion } from '../../shared/suggestion.ts';
import type { TicketContext } from '../../shared/ticket-context.ts';
import { defaultFieldMap } from '../../worker/adapters/zendesk/to-ticket.ts';
import { zendeskHelpdesk } from '../../worker/adapters/zendesk/zendesk-helpdesk.ts';
import { issueSession } from '../../worker/http/session-token.ts';
import { articles, createClient, createInstallation, exampleTicket, ingest, readEvents } from './support/harness.ts';
import { testVariables } from './support/variables.ts';

const BILLING = 11;
const LEGAL = 22;
/** What Zendesk answers; a test changes who may read what. */
const zendesk = {
  users: {} as Record<string, object>,
  groups: [] as { id: number; name: string; is_public: boolean }[],
  memberships: {} as Record<string, number[]>,
  roles: {} as Record<string, string>,
  tickets: {} as Record<string, object>,
  down: false,
  calls: [] as string[],
};

const send = (async (input: RequestInfo | URL) => {
  const url = new URL(String(input));
  zendesk.calls.push(url.pathname);
  if (zendesk.down) return new Response('', { status: 403 });
  const at = url.pathname.replace('/api/v2', '').replace(/\.json$/, '');
  const [, user, groups] = /^\/users\/(\d+)(\/groups)?$/.exec(at) ?? [];
  if (user && groups) return Response.json({ groups: zendesk.groups.filter((g) => zendesk.memberships[user]?.includes(g.id)) });
  if (user) return zendesk.users[user] ? Response.json({ user: zendesk.users[user] }) : Response.json({ error: 'RecordNotFound' }, { status: 404 });
  if (at === '/users/77/tickets/requested')
    return Response.json({
      tickets: [500, 501, 502, 503, 600, 601].map((id) => ({ ...zendesk.tickets[id], satisfaction_rating: { score: id === 500 ? 'bad' : 'offered' } })),
    });
  if (at === '/problems') return Response.json({ tickets: [zendesk.tickets[502]] });
  if (at === '/groups') return Response.json({ groups: zendesk.groups });
  const role = /^\/custom_roles\/(\d+)$/.exec(at)?.[1];
  if (role) return Response.json({ custom_role: { id: Number(role), configuration: { ticket_access: zendesk.roles[role] } } });
  if (at === '/tickets/show_many') return Response.json({ tickets: (url.searchParams.get('ids') ?? '').split(',').flatMap((id) => zendesk.tickets[id] ?? []) });
  const [, ticket, comments] = /^\/tickets\/(\d+)(\/comments)?$/.exec(at) ?? [];
  if (ticket && comments) return Response.json({ comments: [], users: [], meta: { has_more: false } });
  return ticket && zendesk.tickets[ticket]
    ? Response.json({ ticket: zendesk.tickets[ticket], users: [], organizations: [] })
    : Response.json({}, { status: 404 });
}) as typeof fetch;

let now = Date.now();
const helpdesk = zendeskHelpdesk({ origin: 'https://access.zendesk.com', token: 't', fieldMap: defaultFieldMap, fetch: send });
const { call, platform } = createClient({ helpdesk: async () => helpdesk, clock: { now: () => now } });
const SECRET_TITLE = 'Zanzibar merger: payroll password';
const SECRET_REPLY = 'Quetzal resets the password from the sign-in page with Forgot password.';

async function tokenOf(user: number, role: 'agent' | 'admin' = 'agent'): Promise<string> {
  const session = { installation: 'zendesk:access', user: { id: String(user), name: 'Kim', role }, since: Math.floor(now / 1_000) };
  return (await issueSession(testVariables.SESSION_KEY, session, now)).token;
}
const solved = (id: string, subject: string, reply: string) => ({
  ...{ id, subject, body: 'I forgot my password and cannot sign in any more.', status: 'solved', tags: ['password'] },
  replies: [{ role: 'agent', text: reply, at: '2026-01-02T00:00:00Z', public: true }],
  ...{ resolvedBy: ['a1'], createdAt: '2026-01-01T00:00:00Z' },
});

beforeAll(async () => {
  const { token } = await createInstallation('access');
  const legal = Array.from({ length: 4 }, (_, i) => solved(String(500 + i), `${SECRET_TITLE} ${i}`, SECRET_REPLY));
  const billing = Array.from({ length: 2 }, (_, i) => solved(String(600 + i), `Locked out ${i}`, 'Choose Forgot password on the sign-in page.'));
  expect((await ingest(token, { article: articles, ticket: [...legal, ...billing] })).state).toBe('published');
});

beforeEach(() => {
  // Long enough for what was believed before to be asked again.
  now += 120_000;
  Object.assign(zendesk, { down: false, calls: [], roles: {}, memberships: { 1: [BILLING], 2: [BILLING, LEGAL] } });
  zendesk.groups = [
    { id: BILLING, name: 'Billing', is_public: true },
    { id: LEGAL, name: 'Legal', is_public: true },
  ];
  zendesk.users = {
    1: { id: 1, role: 'agent', ticket_restriction: 'groups' },
    2: { id: 2, role: 'agent', ticket_restriction: null },
    3: { id: 3, role: 'admin', ticket_restriction: null },
  };
  const ticket = (id: number, group_id: number) => ({
    id,
    group_id,
    subject: 'Help',
    description: 'I forgot my password and cannot sign in.',
    status: 'open',
    requester_id: 77,
  });
  zendesk.tickets = Object.fromEntries([
    ...[500, 501, 502, 503, 901].map((id) => [id, ticket(id, LEGAL)]),
    ...[600, 601, 902].map((id) => [id, ticket(id, BILLING)]),
  ]);
});

const forbidden = { status: 403 };
const suggest = async (token: string, body: object) => call('POST', '/v1/suggestions', { token, body, headers: { accept: 'application/json' } });
/** No id, title, word or number of the other group's tickets. */
function expectNothingOfLegal(text: string): void {
  expect(text).not.toMatch(/Zanzibar|Quetzal|\b50[0-3]\b/);
  expect(text).not.toMatch(/\d+ of the \d+|most similar|learned from \d+ tickets|like this one/);
}

describe('an agent limited to one group', () => {
  test('gets no suggestion, action, note or passage for another group’s ticket', async () => {
    const token = await tokenOf(1);
    await suggest(await tokenOf(3, 'admin'), { ticketId: '901' });
    expect(await suggest(token, { ticketId: '901' })).toMatchObject(forbidden);
    const made = (await suggest(await tokenOf(3, 'admin'), { ticketId: '901' })).json as unknown as Suggestion;
    const { suggestionId } = made;
    for (const [method, path, body] of [
      ['GET', '/v1/tickets/901/suggestion', undefined],
      ['GET', '/v1/tickets/901/context', undefined],
      ['POST', '/v1/tickets/901/escalate', { suggestionId }],
      ['POST', '/v1/tickets/901/tags', { suggestionId, tags: ['password'] }],
      ['POST', '/v1/tickets/901/assist', { ability: 'rewrite', text: 'x', how: 'shorter' }],
      ['GET', '/v1/passages/ticket:500', undefined],
      ['GET', `/v1/traces/${made.traceId}`, undefined],
    ] as const) {
      const answer = await call(method, path, { token, ...(body ? { body } : {}) });
      expect([path, answer.status]).toEqual([path, path.endsWith('/assist') ? expect.toBeOneOf([400, 403]) : 403]);
      expectNothingOfLegal(answer.text);
    }
  });

  test('gets a suggestion for their own ticket that names, quotes and counts nothing of the others', async () => {
    const token = await tokenOf(1);
    const answer = await suggest(token, { ticketId: '902' });
    expect(answer.status).toBe(200);
    expectNothingOfLegal(answer.text);
    const found = answer.json as unknown as Suggestion;
    expect(found.articles[0]?.id).toBe('a1');
    expect(found.similar.map((s) => s.id)).toContain('600');
    const stream = await call('POST', '/v1/suggestions', { token, body: { ticketId: '902', attempt: 1 } });
    expect(readEvents(stream.text).map((e) => e.type)).toContain('evidence');
    expectNothingOfLegal(stream.text);
  });

  test('is told of the requester’s other tickets and of problems only where they may read them', async () => {
    const context = async (user: number) => (await call('GET', '/v1/tickets/902/context', { token: await tokenOf(user) })).json as unknown as TicketContext;
    expect((await context(2)).recent.map((t) => t.id)).toEqual(['500', '501', '502', '503', '600']);
    expect((await context(2)).problem).toEqual({ id: '502', linked: false });
    const limited = await context(1);
    expect(limited).toMatchObject({ recent: [{ id: '600' }, { id: '601' }], problem: null, csat: null });
    expectNothingOfLegal(JSON.stringify(limited));
  });

  test('cannot claim to have read a ticket', async () => {
    const token = await tokenOf(1);
    const made = (await suggest(await tokenOf(3, 'admin'), { ticketId: '902' })).json as unknown as Suggestion;
    const all = made.similar.map((s) => s.id);
    expect(all).toEqual(expect.arrayContaining(['500']));
    const answer = await call('POST', '/v1/tickets/902/similar', { token, body: { suggestionId: made.suggestionId, ids: all } });
    const given = (answer.json as unknown as { similar: { id: string }[] }).similar.map((s) => s.id);
    expect(given.every((id) => id.startsWith('60'))).toBe(true);
    expectNothingOfLegal(answer.text);
  });

  test('gets one for content their own session has read, and still nothing of the others', async () => {
    const answer = await suggest(await tokenOf(1), { ticket: exampleTicket('901', 'I forgot my password and cannot sign in.') });
    expect(answer.status).toBe(200);
    expectNothingOfLegal(answer.text);
  });

  test('gets nothing when Zendesk does not say what they may read', async () => {
    zendesk.down = true;
    const token = await tokenOf(1);
    expect((await suggest(token, { ticketId: '902' })).status).toBeGreaterThanOrEqual(500);
    const answer = await suggest(token, { ticket: exampleTicket('902', 'I forgot my password and cannot sign in.') });
    expect(answer.status).toBe(200);
    expectNothingOfLegal(answer.text);
  });
});

test('an agent who may read all tickets gets others by number, and the rest only by asking for it', async () => {
  const token = await tokenOf(2);
  const answer = await suggest(token, { ticketId: '902' });
  expect(answer.text).not.toMatch(/Zanzibar/);
  const made = answer.json as unknown as Suggestion;
  expect(made.similar.length).toBeGreaterThan(2);
  const ids = made.similar.map((s) => s.id);
  const { similar } = (await call('POST', '/v1/tickets/902/similar', { token, body: { suggestionId: made.suggestionId, ids } })).json as unknown as {
    similar: { id: string; subject: string }[];
  };
  expect(similar.map((s) => s.id)).toEqual(ids);
  expect(similar.every((s) => s.subject !== '')).toBe(true);
});

test('a role that changes in the middle of a session holds within a minute', async () => {
  const token = await tokenOf(2);
  expect((await suggest(token, { ticketId: '901' })).status).toBe(200);
  zendesk.users[2] = { id: 2, role: 'agent', ticket_restriction: 'groups' };
  zendesk.memberships[2] = [BILLING];
  now += 61_000;
  expect(await suggest(await tokenOf(2), { ticketId: '901' })).toMatchObject(forbidden);
});

test.each([
  ['assigned to themselves only', { ticket_restriction: 'assigned' }, {}, 403],
  ['of their organisation only', { ticket_restriction: 'organization', organization_id: 9 }, {}, 403],
  ['by a custom role within their groups', { custom_role_id: 5 }, { 5: 'within-groups' }, 403],
  ['by a custom role that sees all', { custom_role_id: 5 }, { 5: 'all' }, 200],
  ['by a rule that is not known here', { custom_role_id: 5 }, { 5: 'something-new' }, 403],
  ['who is suspended', { suspended: true }, {}, 403],
  ['who is no agent any more', { role: 'end-user' }, {}, 403],
])('an agent %s', async (_, user, roles, status) => {
  zendesk.users[1] = { id: 1, role: 'agent', ticket_restriction: null, ...user };
  zendesk.roles = roles;
  expect((await suggest(await tokenOf(1), { ticketId: '901' })).status).toBe(status);
});

test('tickets of a private group are for its members', async () => {
  zendesk.groups[1] = { id: LEGAL, name: 'Legal', is_public: false };
  zendesk.users[1] = { id: 1, role: 'agent', ticket_restriction: null };
  expect(await suggest(await tokenOf(1), { ticketId: '901' })).toMatchObject(forbidden);
  expect((await suggest(await tokenOf(2), { ticketId: '901' })).status).toBe(200);
  expect(platform.config.ENVIRONMENT).toBe('local');
});
