import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, importSPKI, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import type { TicketChanges, TicketDetail, TicketList } from '../../../apps/desk/wire.ts';
import { localDesk } from './local-desk.ts';

const list = async (desk: ReturnType<typeof localDesk>) => (await desk.api('GET', '/tickets')).body as unknown as TicketList;

test('seeding again changes nothing; a broken line is named and the rest is loaded', async () => {
  const desk = localDesk();
  const lines = [
    '{"id":"5","subject":"One","status":"open"}',
    'not json',
    '{"subject":"no id"}',
    '',
    '{"id":12,"title":"Raw names","text":"As exports have them","status":"open"}',
  ].join('\n');
  const first = await desk.api('POST', '/seed', lines);
  expect(first.body).toMatchObject({ added: 2, kept: 0, skipped: [{ line: 2 }, { line: 3 }] });
  await desk.rest('PUT', '/tickets/5/tags.json', { tags: ['kept'] });
  expect((await desk.api('POST', '/seed', lines)).body).toMatchObject({ added: 0, kept: 2 });
  const { tickets } = await list(desk);
  expect(tickets.map((t) => [t.id, t.subject, t.tags]).sort()).toEqual([
    [12, 'Raw names', []],
    [5, 'One', ['kept']],
  ]);
});

test('a document whose id is no number gets one, and is found again', async () => {
  const desk = localDesk();
  const line = '{"id":"sample-vip","subject":"Hello","status":"new"}';
  await desk.api('POST', '/seed', line);
  await desk.api('POST', '/seed', line);
  expect((await list(desk)).tickets).toMatchObject([{ id: 1001, subject: 'Hello' }]);
  expect((await desk.rest('GET', '/tickets/1001.json')).body.ticket).toMatchObject({ external_id: 'sample-vip' });
});

test('text with NUL, lone surrogates and no words at all comes back as it went in', async () => {
  const desk = localDesk();
  const body = 'a\u0000b \ud800 c';
  const created = (await desk.api('POST', '/tickets', { subject: '', body, requester: { name: 'X', email: '' } })).body as unknown as TicketDetail;
  expect(created.comments[0]?.text).toBe(body);
  expect((await desk.api('POST', '/tickets', {})).status).toBe(201);
});

test('what an agent submits is one update; changes since a revision name it', async () => {
  const desk = localDesk();
  const created = (await desk.api('POST', '/tickets', { subject: 'S', body: 'B', requester: { name: 'Ann', email: 'a@b.c' } })).body as unknown as TicketDetail;
  const { revision } = await list(desk);
  const answer = await desk.api('PATCH', `/tickets/${created.id}`, { status: 'pending', addTags: ['x'], comment: { text: 'Please wait', public: true } });
  expect(answer.body).toMatchObject({
    status: 'pending',
    tags: ['x'],
    sla: null,
    comments: [{ text: 'B' }, { text: 'Please wait', author: { role: 'admin' } }],
  });
  const changes = (await desk.api('GET', `/changes?since=${revision}`)).body as unknown as TicketChanges;
  expect(changes.tickets.map((t) => [t.id, t.status])).toEqual([[created.id, 'pending']]);
  expect((await desk.api('GET', `/changes?since=${changes.revision}`)).body).toMatchObject({ tickets: [] });
});

test('the customer’s next message opens a waiting ticket, starts the clock again, and is announced', async () => {
  const desk = localDesk();
  const { id } = (await desk.api('POST', '/tickets', { subject: 'S', body: 'B' })).body as unknown as TicketDetail;
  await desk.api('PATCH', `/tickets/${id}`, { status: 'pending', comment: { text: 'Which one?', public: true } });
  desk.clock.now += 60_000;
  const answer = await desk.api('PATCH', `/tickets/${id}`, { comment: { text: 'The red one', public: true, as: 'requester' } });
  expect(answer.body).toMatchObject({ status: 'open', sla: { metric: 'next_reply' } });
  expect(desk.outbox.lastOf(id)?.state).toBe('waiting');
});

test.each([
  ['not JSON', 'POST', '/tickets', '{', 400],
  ['a wrong type', 'POST', '/tickets', { subject: 4 }, 400],
  ['over 1 MB', 'POST', '/tickets', { body: 'x'.repeat(1_000_001) }, 413],
  ['an unknown ticket', 'PATCH', '/tickets/5', { status: 'open' }, 404],
  ['an unknown route', 'GET', '/nothing', undefined, 404],
])('%s is refused with a sentence', async (_what, method, path, body, status) => {
  const desk = localDesk();
  const answer = await desk.api(method, path, body);
  expect([answer.status, (answer.body as { error?: { message?: string } }).error?.message]).toEqual([status, expect.stringMatching(/\w+ \w+/)]);
});

test('a signed page names installation, user and place, lives for minutes, and is never the same twice', async () => {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const desk = localDesk({ privateKey: keys.privateKey.replaceAll('\n', '\\n') });
  const sign = async () => String((await desk.api('POST', '/signed-url', { origin: 'http://localhost:1', appGuid: 'g' })).body.token);
  const token = await sign();
  const { payload } = await jwtVerify(token, await importSPKI(keys.publicKey, 'RS256'), {
    issuer: 'demo.zendesk.com',
    audience: 'https://demo.zendesk.com/api/v2/apps/installations/1.json',
    currentDate: new Date(desk.clock.now),
  });
  expect(payload).toMatchObject({
    context: { product: 'support', location: 'ticket_sidebar' },
    user: { role: 'admin' },
    sub: expect.stringMatching(/\/users\/\d+\.json$/),
  });
  expect(Number(payload.exp) - Number(payload.iat)).toBeLessThanOrEqual(300);
  expect(decodeJwt(await sign()).jti).not.toBe(payload.jti);
  expect((await localDesk().api('POST', '/signed-url', { origin: 'http://localhost:1', appGuid: 'g' })).status).toBe(503);
});
