/** Erasure of a person and of a document, proven by looking for what was erased in every store there is. */
import { runInDurableObject } from 'cloudflare:test';
import { beforeAll, expect, test } from 'vitest';
import type { Erasure, ReleaseView, ReplayAnswer } from '../../shared/governance.ts';
import type { Suggestion } from '../../shared/suggestion.ts';
import { articles, bindings, createClient, createInstallation, exampleTicket, ingest } from './support/harness.ts';

const { call } = createClient();
const NAME = 'erasure';
const json = { accept: 'application/json' };
let token = '';

const person = { id: 'u-77', name: 'Quillon Ferrabee', email: 'quillon@ferrabee-canary.example' };
const canaries = ['ferrabee', 'quillon', 'zylophage'];
const other = { id: 'u-78', name: 'Maren Ostwald', email: 'maren@ostwald.example' };
const ticketOf = (id: string, requester: object) => ({
  ...exampleTicket(id, 'I forgot my password and cannot sign in. My zylophage does not help. How do I get a new one?'),
  requester,
});
const ticketDocument = (id: string, requester: object, body: string) => ({
  id,
  subject: 'Password',
  body,
  status: 'solved',
  requester,
  replies: [{ role: 'agent', at: null, text: `Please use Forgot password on the sign-in page. ${body.includes('zylophage') ? 'The zylophage is fine.' : ''}` }],
  resolvedBy: ['a1'],
  createdAt: '2026-01-01T00:00:00Z',
});

/** Everything in the object's SQLite, in KV and in the vector index, as one text in small letters. */
async function everything(): Promise<string> {
  const stub = bindings.INSTALLATION.getByName(`installation:zendesk:${NAME}`);
  const tables = await runInDurableObject(stub, (_, state) => {
    const names = [...state.storage.sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")];
    return names.map(({ name }) => `${name} ${JSON.stringify([...state.storage.sql.exec(`SELECT * FROM "${name}"`)])}`).join('\n');
  });
  const texts = [tables];
  for (let cursor: string | undefined; ; ) {
    const page: KVNamespaceListResult<unknown, string> = await bindings.SNAPSHOTS.list(cursor === undefined ? {} : { cursor });
    for (const { name } of page.keys.filter((k) => decodeURIComponent(k.name).includes(`zendesk:${NAME}`))) {
      const bytes = await bindings.SNAPSHOTS.get(name, 'arrayBuffer');
      texts.push(`${name} ${new TextDecoder('latin1').decode(bytes ?? new ArrayBuffer(0))}`);
    }
    if (page.list_complete) break;
    cursor = page.cursor;
  }
  return texts.join('\n').toLowerCase();
}

const holds = async (canary: string): Promise<boolean> => (await everything()).includes(canary);
const ask = async (ticket: object) => (await call('POST', '/v1/suggestions', { token, body: { ticket }, headers: json })).json as unknown as Suggestion;
const replay = async (id: string) => (await call('POST', `/v1/suggestions/${id}/replay`, { token, body: {} })).json as unknown as ReplayAnswer;
const erase = async (body: object): Promise<Erasure> => {
  const started = (await call('POST', '/v1/erasure', { token, body })).json as unknown as Erasure;
  for (let erasure = started; ; ) {
    if (erasure.state === 'done') return erasure;
    await new Promise((resolve) => setTimeout(resolve, 100));
    erasure = (await call('GET', `/v1/erasure/${started.id}`, { token })).json as unknown as Erasure;
  }
};
const releases = async () => ((await call('GET', '/v1/releases', { token })).json as unknown as { releases: ReleaseView[] }).releases;
const vectorCount = async () => (await bindings.VECTORIZE.describe()).vectorCount;

beforeAll(async () => {
  token = (await createInstallation(NAME)).token;
  const tickets = [
    ticketDocument('t-1', person, `My zylophage is broken since yesterday. Regards, ${person.name}`),
    ticketDocument('t-2', other, 'I cannot sign in any more.'),
  ];
  expect(
    await ingest(token, {
      article: [...articles, { id: 'secret-doc', title: 'The brontoquill manual', text: 'Turn the brontoquill to the left.' }],
      ticket: tickets,
    }),
  ).toMatchObject({
    state: 'published',
  });
});

test('what is kept of a person is sealed; with their key it is gone, and everyone else’s stays', async () => {
  const [theirs, others] = [
    await ask(ticketOf('600', person)),
    await ask({ ...ticketOf('601', other), messages: exampleTicket('601', 'Where is my parcel?').messages }),
  ];
  expect(theirs.handover + theirs.draft.text).toContain('Quillon');
  // The ingested ticket is still there; the suggestion is not to be read.
  expect(await holds('ferrabee')).toBe(true);
  expect(await holds('how do i get a new one')).toBe(false);

  const before = await replay(theirs.suggestionId);
  expect(before).toMatchObject({ state: 'replayed', equal: true });
  expect(JSON.stringify(before).toLowerCase()).not.toMatch(/quillon|ferrabee/);

  const erasure = await erase({ requester: { email: 'Quillon@Ferrabee-canary.example' } });
  expect(erasure).toMatchObject({ kind: 'requester', documents: 1 });
  expect(await replay(theirs.suggestionId)).toMatchObject({ state: 'erased' });
  expect((await call('GET', '/v1/tickets/600/suggestion', { token })).json).toBeNull();
  const left = await everything();
  for (const canary of canaries) expect(left.includes(canary) ? canary : null).toBeNull();

  // Nobody else's, though its release held the erased ticket and may not run again.
  expect((await call('GET', '/v1/tickets/601/suggestion', { token })).json).toMatchObject({ suggestionId: others.suggestionId });
  const [live, ...older] = await releases();
  expect(live).toMatchObject({ state: 'live', withdrawn: null });
  expect(older.map((r) => r.withdrawn)).toEqual(older.map(() => 'erasure'));
  expect((await call('POST', '/v1/rollback', { token, body: { why: 'back', releaseId: older[0]?.id } })).status).toBe(409);

  // The same person may write again, under a new key.
  expect(await replay((await ask(ticketOf('602', person))).suggestionId)).toMatchObject({ state: 'replayed', equal: true });
});

test('a document is gone from the record, the snapshots, the index, and from answers that showed it', async () => {
  const shown = await ask(exampleTicket('610', 'How do I turn the brontoquill?'));
  expect(shown.articles.map((a) => a.id)).toContain('secret-doc');
  const count = await vectorCount();
  expect(await holds('brontoquill')).toBe(true);
  const erasure = await erase({ documentId: 'secret-doc' });
  expect(erasure).toMatchObject({ kind: 'document', documents: 1 });
  expect(await replay(shown.suggestionId)).toMatchObject({ state: 'erased' });
  expect(await holds('brontoquill')).toBe(false);
  expect(await vectorCount()).toBe(count - 1);
  const again = await ask(exampleTicket('611', 'How do I turn the thing?'));
  expect(again.articles.map((a) => a.id)).not.toContain('secret-doc');
  expect((await releases()).filter((r) => r.withdrawn === null)).toHaveLength(1);
});

test('with the last article gone nothing is left to answer from', async () => {
  for (const { id } of articles) await erase({ documentId: id });
  expect((await call('POST', '/v1/suggestions', { token, body: { ticket: exampleTicket('620', 'Hello?') } })).json).toMatchObject({
    error: { code: 'no_knowledge' },
  });
  expect(await holds('tracking link in its confirmation')).toBe(false);
  expect(await vectorCount()).toBe(0);
});
