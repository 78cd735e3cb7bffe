import { beforeAll, expect, test } from 'vitest';
import type { ConnectedSource, ContradictionRow, DocumentRow, EdgeRow, NodeRow, NodeView, Page, StaleRow } from '../../shared/knowledge-api.ts';
import { articles, createClient, createInstallation, ingest, tokenFor } from './support/harness.ts';

const { call } = createClient();
const installation = 'knowledge-api';
let token = '';

beforeAll(async () => {
  token = (await createInstallation(installation)).token;
  const more = [
    { id: 'x1', title: 'Export', text: 'You can export the shared workspace report as a spreadsheet.', products: ['Board'], updatedAt: '2024-01-01' },
    { id: 'x2', title: 'Limits', text: 'You cannot export the shared workspace report as a spreadsheet.', products: ['Board'], updatedAt: '2025-01-01' },
  ];
  expect((await ingest(token, { article: [...articles, ...more] })).state).toBe('published');
});

const get = async <T>(path: string): Promise<T> => (await call('GET', `/v1/knowledge${path}`, { token })).json as unknown as T;

test('every list is paged, to the end and without gaps', async () => {
  for (const path of ['/documents?', '/nodes?', '/edges?', '/runs?']) {
    const whole = await get<Page<object>>(`${path}limit=200`);
    const seen: object[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: Page<object> = await get(`${path}limit=2${next === '' ? '' : `&cursor=${encodeURIComponent(next)}`}`);
      seen.push(...page.items);
      next = page.next;
    }
    expect(seen, path).toEqual(whole.items);
  }
  const { items } = await get<Page<DocumentRow>>('/documents?kind=article');
  expect(items.map(({ id, source }) => [id, source])).toContainEqual(['x1', 'files']);
});

test('nodes are found by name, say why they are here, and edges name their evidence', async () => {
  const { items } = await get<Page<NodeRow>>('/nodes?kind=product&q=board');
  expect(items.map(({ key }) => key)).toEqual(['product:board']);
  const view = await get<NodeView>(`/nodes/${encodeURIComponent('product:board')}`);
  expect(view.why.map(({ evidence }) => evidence[0]?.slice(0, 3))).toEqual(['x1@', 'x2@']);
  const edges = await get<Page<EdgeRow>>('/edges?kind=describes');
  expect(edges.items.length).toBeGreaterThan(0);
  expect(edges.items.every(({ evidence }) => evidence.length > 0)).toBe(true);
  const { items: paths } = await get<Page<EdgeRow[]>>('/paths?from=article:x1&to=article:x2');
  expect(paths.length).toBeGreaterThan(0);
  expect((await call('GET', '/v1/knowledge/nodes/product:none', { token })).status).toBe(404);
});

test('contradictions show both passages; a release makes older articles stale', async () => {
  const { items } = await get<Page<ContradictionRow>>('/contradictions');
  expect(items.map(({ kind, a, b }) => [kind, a.articleId, b.articleId])).toEqual([['contradiction', 'x2', 'x1']]);
  const edit = { do: 'release_version', product: 'product:board', version: 'Board 3', at: '2024-06-01' };
  const made = await call('POST', '/v1/knowledge/overlays', { token, body: edit });
  expect(made.status).toBe(201);
  expect((await get<Page<StaleRow>>('/stale')).items.map(({ articleId }) => articleId)).toEqual(['x1']);
  const { id } = made.json as unknown as { id: string };
  expect((await call('DELETE', `/v1/knowledge/overlays/${id}`, { token })).status).toBe(200);
  expect((await get<Page<StaleRow>>('/stale')).items).toEqual([]);
});

test('sources are connected, paused and removed; what cannot be opened is refused with a reason', async () => {
  const put = (id: string, body: object) => call('PUT', `/v1/knowledge/sources/${id}`, { token, body });
  const refused = await put('site', { kind: 'web', config: {} });
  expect([refused.status, refused.json.error?.message]).toEqual([400, expect.stringContaining('address')]);
  expect((await put('site', { kind: 'web', config: { url: 'https://help.example/' } })).status).toBe(201);
  expect((await put('site', { kind: 'web', config: { url: 'https://help.example/en/' } })).status).toBe(200);
  expect((await put('Bad Id', { kind: 'web', config: {} })).status).toBe(400);
  await call('POST', '/v1/knowledge/sources/site/pause', { token, body: {} });
  const { items } = await get<Page<ConnectedSource>>('/sources');
  expect(items).toMatchObject([{ id: 'site', kind: 'web', paused: true, config: { url: 'https://help.example/en/' }, lastReading: null }]);
  expect((await call('POST', '/v1/knowledge/sources/site/read', { token, body: {} })).status).toBe(409);
  expect((await call('DELETE', '/v1/knowledge/sources/site', { token })).json).toMatchObject({ removed: 0, run: null });
  expect((await get<Page<ConnectedSource>>('/sources')).items).toEqual([]);
});

test('what visitors searched for leads to what they opened; what they did not find is listed', async () => {
  const visit = (n: number, more: object) => ({ id: `v${n}`, query: 'Zzyzx gizmo', clicked: ['a2'], ticket: false, ...more });
  const visits = [
    visit(1, {}),
    visit(2, { query: 'zzyzx GIZMO' }),
    visit(3, { query: 'fax number', clicked: [] }),
    visit(4, { query: 'Fax number', clicked: [], ticket: true }),
    visit(5, { query: 'my card 4111 1111 1111 1111', clicked: ['a1'] }),
    visit(6, { query: 'quux', clicked: ['a3'], ticket: true }),
    visit(7, { query: 'quux', clicked: ['a3'], ticket: true }),
  ];
  expect(await call('POST', '/v1/knowledge/visits', { token, body: { visits } })).toMatchObject({ status: 202, json: { kept: 7 } });
  expect((await call('POST', '/v1/knowledge/visits', { token, body: { visits: [{}] } })).status).toBe(400);
  expect((await get<Page<object>>('/searches')).items).toEqual([
    { query: 'fax number', times: 2, unclicked: 2, tickets: 1 },
    { query: 'quux', times: 2, unclicked: 0, tickets: 2 },
    { query: 'zzyzx gizmo', times: 2, unclicked: 0, tickets: 0 },
  ]);
  expect((await ingest(token, { article: articles })).state).toBe('published');
  const best = async (text: string) => {
    const ticket = { id: '77', subject: text, messages: [{ id: 'm1', role: 'requester', at: '2026-01-01T00:00:00Z', text }] };
    const answer = await call('POST', '/v1/suggestions', { token, body: { ticket }, headers: { accept: 'application/json' } });
    return (answer.json as unknown as { articles: { id: string; why: { reasons: string[] } }[] }).articles[0];
  };
  expect(await best('zzyzx gizmo')).toMatchObject({ id: 'a2', why: { reasons: expect.arrayContaining([expect.stringContaining('zzyzx')]) } });
  // Who wrote a ticket afterwards had not found it.
  expect((await best('quux'))?.why.reasons.join() ?? '').not.toContain('quux');
});

test('agents may not look at it, other installations see nothing of it, and edits are checked', async () => {
  const agent = await tokenFor(installation, 'agent');
  expect((await call('GET', '/v1/knowledge/nodes', { token: agent })).status).toBe(403);
  const stranger = (await createInstallation('knowledge-stranger')).token;
  expect((await call('GET', '/v1/knowledge/nodes', { token: stranger })).json.error?.code).toBe('no_knowledge');
  expect((await call('GET', '/v1/knowledge/documents', { token: stranger })).json).toEqual({ items: [], next: null });
  expect((await call('POST', '/v1/knowledge/overlays', { token, body: { do: 'explode' } })).status).toBe(400);
  expect((await call('GET', '/v1/knowledge/nodes?cursor=-1', { token })).status).toBe(400);
});
