/** The knowledge as an admin sees and corrects it; `shared/knowledge-api.ts` says what each route takes and gives. */
import * as z from 'zod';
import { documentKinds, visitDocumentSchema } from '#shared/knowledge';
import { type DocumentRow, editSchema, type Page, pageQuerySchema, type SearchRow } from '#shared/knowledge-api';
import { AppError } from '../../errors.ts';
import { keptProposals } from '../../knowledge/build/propose.ts';
import { disagreements } from '../../knowledge/review/disagreements.ts';
import { mergeCandidates } from '../../knowledge/review/merges.ts';
import { nameProposals } from '../../knowledge/review/names.ts';
import { nodeView, pathsBetween } from '../../knowledge/review/node-view.ts';
import { staleArticles } from '../../knowledge/review/stale.ts';
import { graphPages } from '../../knowledge/snapshot/graph-pages.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { knowledgeOf } from '../../service/live-knowledge.ts';
import { hidePersonalData } from '../../text/personal-data.ts';
import { audited } from '../audited.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { AppContext, RouteDeps } from '../context.ts';
import { fromZod } from '../errors.ts';
import { createRoutes, type Routes } from '../routes.ts';

const kindQuery = z.object({ kind: z.string().max(32).optional(), q: z.string().max(256).optional() });
const documentQuery = z.object({ kind: z.enum(documentKinds as [(typeof documentKinds)[number], ...typeof documentKinds]).default('article') });
const visitsSchema = z.object({ visits: z.array(visitDocumentSchema).min(1).max(500) });
const pathQuery = z.object({ from: z.string().min(1).max(400), to: z.string().min(1).max(400) });

export function knowledgeRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const mayRead = authenticate(deps, 'knowledge.read');
  const mayEdit = authenticate(deps, 'knowledge.edit');
  const app = createRoutes();
  const live = async (c: AppContext): Promise<Knowledge> => {
    const release = await c.var.record.liveRelease();
    if (!release) throw new AppError('no_knowledge', 'Nothing has been ingested for this installation yet. Ingest its articles first.');
    return (await knowledgeOf(release, platform, c.var.record)).knowledge;
  };
  const list = <T>(path: string, all: (c: AppContext) => Promise<readonly T[]>): void => {
    app.get(path, mayRead, async (c) => c.json(pageOf(await all(c), query(c, pageQuerySchema))));
  };

  app.get('/v1/knowledge/runs', mayRead, async (c) => {
    const { limit, offset } = placeOf(query(c, pageQuerySchema));
    const items = await c.var.record.runs(limit + 1, offset);
    return c.json({ items: items.slice(0, limit), next: items.length > limit ? String(offset + limit) : null });
  });
  app.get('/v1/knowledge/searches', mayRead, async (c) => {
    const { limit, offset } = placeOf(query(c, pageQuerySchema));
    const items = await c.var.record.searches(limit + 1, offset);
    const shown = items.slice(0, limit).map((row) => ({ ...row, query: hidePersonalData(row.query) }));
    return c.json({ items: shown, next: items.length > limit ? String(offset + limit) : null } satisfies Page<SearchRow>);
  });
  /** Visits as they happen, from the help centre's own events; they count from the next hourly build on. */
  app.post('/v1/knowledge/visits', authenticate(deps, 'knowledge.ingest'), async (c) => {
    const { visits } = await readJson(c.req.raw, visitsSchema);
    await c.var.record.saveDocuments(
      'visit',
      visits.map((visit) => ({ id: visit.id, json: JSON.stringify(visit) })),
    );
    return c.json({ kept: visits.length }, 202);
  });
  app.get('/v1/knowledge/documents', mayRead, async (c) => {
    const { limit, cursor } = query(c, pageQuerySchema);
    const { kind } = query(c, documentQuery);
    const rows = await c.var.record.documentRows(kind, cursor ?? null, limit + 1);
    const items = rows.slice(0, limit).map((row): DocumentRow => documentRow(kind, row));
    return c.json({ items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null } satisfies Page<DocumentRow>);
  });
  app.get('/v1/knowledge/nodes', mayRead, async (c) => {
    const { limit, offset } = placeOf(query(c, pageQuerySchema));
    const { kind, q } = query(c, kindQuery);
    const { items, next } = graphPages(await live(c)).nodes({ ...(kind ? { kind } : {}), ...(q ? { words: q } : {}) }, offset, limit);
    return c.json({ items, next: next < 0 ? null : String(next) });
  });
  app.get('/v1/knowledge/nodes/:key', mayRead, async (c) => {
    const view = nodeView(await live(c), c.req.param('key'));
    if (!view) throw new AppError('not_found', 'The graph holds no node of this key.');
    return c.json(view);
  });
  app.get('/v1/knowledge/edges', mayRead, async (c) => {
    const { limit, offset } = placeOf(query(c, pageQuerySchema));
    const { kind } = query(c, kindQuery);
    const { items, next } = graphPages(await live(c)).edges(kind ? { kind } : {}, offset, limit);
    return c.json({ items, next: next < 0 ? null : String(next) });
  });
  app.get('/v1/knowledge/paths', mayRead, async (c) => {
    const { from, to } = query(c, pathQuery);
    return c.json(pageOf(pathsBetween(await live(c), from, to), query(c, pageQuerySchema)));
  });
  list('/v1/knowledge/merges', async (c) => mergeCandidates(await live(c), await c.var.record.overlays()));
  list('/v1/knowledge/names', async (c) =>
    nameProposals(await live(c), await keptProposals(c.var.record, platform.proposer?.name ?? null), await c.var.record.overlays()),
  );
  list('/v1/knowledge/contradictions', async (c) => disagreements(await live(c)));
  list('/v1/knowledge/stale', async (c) => staleArticles(await live(c), await c.var.record.overlays()));
  list('/v1/knowledge/overlays', (c) => c.var.record.overlays());

  app.post('/v1/knowledge/overlays', mayEdit, audited('graph.edit'), async (c) => {
    const edit = await readJson(c.req.raw, editSchema);
    const id = platform.ids.next('evt').replace(/^evt/, 'ovl');
    await c.var.record.addOverlay({ id, edit, editedBy: c.var.session.user.id });
    const overlay = (await c.var.record.overlays()).find((o) => o.id === id);
    return c.json(overlay, 201);
  });
  app.delete('/v1/knowledge/overlays/:id', mayEdit, audited('graph.edit.undo'), async (c) => {
    if (!(await c.var.record.removeOverlay(c.req.param('id')))) throw new AppError('not_found', 'There is no such edit.');
    return c.json({ ok: true as const });
  });
  return app;
}

function query<T extends z.ZodType>(c: AppContext, schema: T): z.infer<T> {
  const parsed = schema.safeParse(c.req.query());
  if (!parsed.success) throw fromZod(parsed.error);
  return parsed.data;
}

/** Cursors of lists without ids of their own count places. */
function placeOf({ limit, cursor }: z.infer<typeof pageQuerySchema>): { limit: number; offset: number } {
  const offset = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(offset) || offset < 0) throw new AppError('invalid_request', 'cursor: is not one that a page gave.', { path: 'cursor' });
  return { limit, offset };
}

function pageOf<T>(all: readonly T[], at: z.infer<typeof pageQuerySchema>): Page<T> {
  const { limit, offset } = placeOf(at);
  return { items: all.slice(offset, offset + limit), next: offset + limit < all.length ? String(offset + limit) : null };
}

function documentRow(
  kind: string,
  { id, source, version, hash, json }: { id: string; source: string; version: string; hash: string; json: string },
): DocumentRow {
  const fields = JSON.parse(json) as Record<string, unknown>;
  const text = (name: string): string | null => (typeof fields[name] === 'string' ? (fields[name] as string) : null);
  const locale = text('locale');
  return {
    kind,
    id,
    title: text('title') ?? text('subject') ?? text('name') ?? text('tag') ?? text('query') ?? id,
    source,
    version: version || hash.slice(0, 12),
    hash,
    language: locale === null ? null : locale.slice(0, 2).toLowerCase(),
    visibility: text('visibility'),
    owner: text('owner'),
    updatedAt: text('updatedAt') ?? text('createdAt') ?? text('at'),
    url: text('url'),
  };
}
