import { expect, test } from 'vitest';
import { localDesk } from './local-desk.ts';

const document = (change: Record<string, unknown> = {}) =>
  JSON.stringify({
    id: '77',
    subject: 'Lamp flickers',
    body: 'It flickers.\n\nEvery <night>.',
    status: 'open',
    requester: { id: 'r1', name: 'Ann Lee', email: 'ann@example.com' },
    customer: { tier: 'vip', plan: 'Plus', region: 'EU', version: null },
    tags: ['Lighting', 'two words'],
    channel: 'email',
    group: 'Billing',
    slaDueInMinutes: 30,
    replies: [{ role: 'agent', text: 'Which bulb?', public: false, at: '2026-11-20T09:30:00Z' }],
    createdAt: '2026-11-20T09:00:00Z',
    ...change,
  });

async function seeded(change: Record<string, unknown> = {}) {
  const desk = localDesk();
  await desk.api('POST', '/seed', document(change));
  return desk;
}

test('a ticket comes with requester, customer facts, SLA and Zendesk’s form of tags', async () => {
  const { rest } = await seeded();
  const { body } = await rest('GET', '/tickets/77.json?include=users,organizations,slas');
  expect(body.ticket).toMatchObject({
    id: 77,
    subject: 'Lamp flickers',
    status: 'open',
    tags: ['lighting', 'two_words'],
    via: { channel: 'email' },
    slas: { policy_metrics: [{ metric: 'first_reply_time', breach_at: '2026-11-20T10:30:00Z', stage: 'active' }] },
  });
  expect(body.users).toMatchObject([{ name: 'Ann Lee', role: 'end-user', user_fields: { tier: 'vip', plan: 'Plus', region: 'EU', version: null } }]);
});

test('comments come by cursor, in both directions, with HTML that holds no markup of the customer', async () => {
  const { rest } = await seeded();
  const first = await rest('GET', '/tickets/77/comments.json?page[size]=1&include=users');
  expect(first.body.comments).toMatchObject([{ public: true, plain_body: 'It flickers.\n\nEvery <night>.' }]);
  expect(JSON.stringify(first.body.comments)).toContain('Every &lt;night&gt;.');
  expect(first.body.users).toMatchObject([{ role: 'end-user' }]);
  const { meta, links } = first.body as unknown as { meta: { has_more: boolean }; links: { next: string } };
  expect(meta.has_more).toBe(true);
  const next = await rest('GET', links.next.slice(links.next.indexOf('/tickets/')));
  expect(next.body).toMatchObject({ comments: [{ public: false, plain_body: 'Which bulb?' }], meta: { has_more: false } });
  const newest = await rest('GET', '/tickets/77/comments.json?page[size]=1&sort=-created_at');
  expect(newest.body.comments).toMatchObject([{ plain_body: 'Which bulb?' }]);
});

test('tags are added, not replaced, and only to the ticket that was read', async () => {
  const { rest, clock } = await seeded();
  const read = (await rest('GET', '/tickets/77.json')).body.ticket as unknown as { updated_at: string };
  clock.now += 5_000;
  const guard = { safe_update: true, updated_stamp: read.updated_at };
  expect((await rest('PUT', '/tickets/77/tags.json', { tags: ['Urgent Case'], ...guard })).body).toEqual({ tags: ['lighting', 'two_words', 'urgent_case'] });
  const again = await rest('PUT', '/tickets/77/tags.json', { tags: ['late'], ...guard });
  expect([again.status, again.body.error]).toEqual([409, 'UpdateConflict']);
  // Left out, the guard does not count; given as false, it does.
  expect((await rest('PUT', '/tickets/77/tags.json', { tags: ['late'], ...guard, safe_update: false })).status).toBe(409);
  expect((await rest('PUT', '/tickets/77/tags.json', { tags: ['late'], updated_stamp: read.updated_at })).status).toBe(200);
  const now = (await rest('GET', '/tickets/77.json')).body.ticket as unknown as { updated_at: string };
  expect(Date.parse(now.updated_at)).toBeGreaterThan(Date.parse(read.updated_at));
  // Adding what is there changes nothing, its moment included.
  await rest('PUT', '/tickets/77/tags.json', { tags: ['late'] });
  expect((await rest('GET', '/tickets/77.json')).body.ticket).toMatchObject({ updated_at: now.updated_at });
});

test('an update writes note, group and priority in one step, and lists them in the audit', async () => {
  const { rest } = await seeded();
  const { groups } = (await rest('GET', '/groups.json')).body as unknown as { groups: { id: number; name: string }[] };
  const group = groups.find((g) => g.name === 'Security');
  const answer = await rest('PUT', '/tickets/77.json', {
    ticket: { comment: { html_body: '<p>Handed over.</p><ul><li>tried a reset</li></ul>', public: false }, priority: 'urgent', group_id: group?.id },
  });
  expect(answer.body.ticket).toMatchObject({ priority: 'urgent', group_id: group?.id });
  expect(answer.body.audit).toMatchObject({
    events: expect.arrayContaining([
      expect.objectContaining({ field_name: 'priority', value: 'urgent', previous_value: null }),
      expect.objectContaining({ type: 'Comment', public: false, body: 'Handed over.\n\n- tried a reset' }),
    ]),
  });
});

test('a public answer stops the SLA clock, a note does not', async () => {
  const { rest } = await seeded({ replies: [] });
  const clock = async () =>
    ((await rest('GET', '/tickets/77.json?include=slas')).body.ticket as unknown as { slas: { policy_metrics: { stage: string }[] } }).slas.policy_metrics[0]
      ?.stage;
  await rest('PUT', '/tickets/77.json', { ticket: { comment: { body: 'A note', public: false } } });
  expect(await clock()).toBe('active');
  await rest('PUT', '/tickets/77.json', { ticket: { comment: { body: 'An answer' } } });
  expect(await clock()).toBe('achieved');
});

test.each([
  ['no token', 'GET', '/users/me.json', undefined, '', 401, "Couldn't authenticate you"],
  ['another token', 'GET', '/users/me.json', undefined, 'the tokem', 401, "Couldn't authenticate you"],
  ['an unknown ticket', 'GET', '/tickets/1.json', undefined, undefined, 404, 'RecordNotFound'],
  ['an id that is none', 'GET', '/tickets/77abc.json', undefined, undefined, 404, 'RecordNotFound'],
  ['an unknown endpoint', 'GET', '/skips.json', undefined, undefined, 404, 'InvalidEndpoint'],
  ['a body that is not JSON', 'PUT', '/tickets/77.json', '{', undefined, 400, 'BadRequest'],
  ['a body without a ticket', 'PUT', '/tickets/77.json', {}, undefined, 400, 'BadRequest'],
  ['an unknown status', 'PUT', '/tickets/77.json', { ticket: { status: 'done' } }, undefined, 422, 'RecordInvalid'],
  ['an unknown group', 'PUT', '/tickets/77.json', { ticket: { group_id: 5 } }, undefined, 422, 'RecordInvalid'],
  ['tags that are no list', 'PUT', '/tickets/77/tags.json', { tags: [1] }, undefined, 422, 'RecordInvalid'],
  ['an empty comment', 'PUT', '/tickets/77.json', { ticket: { comment: { body: ' ' } } }, undefined, 422, 'RecordInvalid'],
  ['a comment above 64 kB', 'PUT', '/tickets/77.json', { ticket: { comment: { body: 'ä'.repeat(33_000) } } }, undefined, 422, 'RecordInvalid'],
  ['a cursor it never gave out', 'GET', '/tickets/77/comments.json?page[after]=xyz', undefined, undefined, 400, 'BadRequest'],
])('%s is refused in Zendesk’s words', async (_what, method, path, body, token, status, error) => {
  const { rest } = await seeded();
  const answer = await rest(method, path, body, token);
  expect([answer.status, answer.body.error]).toEqual([status, error]);
});

test('a closed ticket takes no update', async () => {
  const { rest } = await seeded({ status: 'closed' });
  const answer = await rest('PUT', '/tickets/77/tags.json', { tags: ['late'] });
  expect([answer.status, answer.body.details]).toEqual([422, { status: [{ description: 'Status: closed prevents ticket update', error: 'TicketClosed' }] }]);
});

test('the 31st update of a ticket within ten minutes has to wait', async () => {
  const { rest, clock } = await seeded();
  for (let i = 0; i < 30; i++) expect((await rest('PUT', '/tickets/77/tags.json', { tags: [`t${i}`] })).status).toBe(200);
  clock.now += 60_000;
  const refused = await rest('PUT', '/tickets/77/tags.json', { tags: ['more'] });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '540']);
  clock.now += 540_000;
  expect((await rest('PUT', '/tickets/77/tags.json', { tags: ['more'] })).status).toBe(200);
});
