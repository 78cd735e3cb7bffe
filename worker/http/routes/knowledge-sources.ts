/** Connected sources: connect, pause, resume, read now, remove with everything that came from them. */
import type { ConnectedSource } from '#shared/knowledge-api';
import { pageQuerySchema, sourceSchema } from '#shared/knowledge-api';
import { AppError } from '../../errors.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { ensureArticleWebhook, removeArticleWebhook } from '../../service/setup/article-webhook.ts';
import { startReading, startRun } from '../../service/start-reading.ts';
import { audited } from '../audited.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { fromZod } from '../errors.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { articleWebhookEndpoint } from '../webhook-endpoint.ts';

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const MAX_SOURCES = 50;

export function knowledgeSourceRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const mayRead = authenticate(deps, 'knowledge.read');
  const mayEdit = authenticate(deps, 'knowledge.edit');
  const app = createRoutes();
  const tellOfArticles = (record: InstallationClient, installation: string) =>
    ensureArticleWebhook(record, platform, articleWebhookEndpoint(platform, installation.slice(installation.indexOf(':') + 1)));

  app.get('/v1/knowledge/sources', mayRead, async (c) => {
    const parsed = pageQuerySchema.safeParse(c.req.query());
    if (!parsed.success) throw fromZod(parsed.error);
    const all = await c.var.record.sources();
    const from = parsed.data.cursor === undefined ? 0 : all.findIndex(({ id }) => id > (parsed.data.cursor ?? ''));
    const items = from < 0 ? [] : all.slice(from, from + parsed.data.limit);
    return c.json({ items, next: items.length > 0 && items.at(-1)?.id !== all.at(-1)?.id ? items.at(-1)?.id : null });
  });

  app.put('/v1/knowledge/sources/:id', mayEdit, audited('source.set'), async (c) => {
    const { record, session } = c.var;
    const id = c.req.param('id');
    if (!ID.test(id) || id === 'files')
      throw new AppError('invalid_request', 'The id of a source takes small letters, digits and dashes; "files" is taken.', { path: 'id' });
    const given = await readJson(c.req.raw, sourceSchema);
    const known = await record.sources();
    const before = known.find((source) => source.id === id);
    if (!before && known.length >= MAX_SOURCES) throw new AppError('conflict', `An installation connects at most ${MAX_SOURCES} sources. Remove one first.`);
    if (before && before.kind !== given.kind) throw new AppError('conflict', `This source is a ${before.kind} source. Remove it first, or take another id.`);
    // What cannot be opened is refused now, not an hour later.
    await platform.sources(record, { id, ...given });
    await record.saveSource({ id, ...given });
    if (given.kind === 'zendesk') await tellOfArticles(record, session.installation);
    return c.json(await existing(record, id), before ? 200 : 201);
  });

  for (const [action, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const)
    app.post(`/v1/knowledge/sources/:id/${action}`, mayEdit, audited(`source.${action}`), async (c) => {
      const source = await existing(c.var.record, c.req.param('id'));
      await c.var.record.saveSource({ ...source, paused });
      return c.json(await existing(c.var.record, source.id));
    });

  app.post('/v1/knowledge/sources/:id/read', mayEdit, audited('source.read'), async (c) => {
    const source = await existing(c.var.record, c.req.param('id'));
    if (source.paused) throw new AppError('conflict', 'This source is paused. Resume it first.');
    // As the hourly run does: what agents put right meanwhile is learned too.
    const run = await startReading(platform, c.var.session.installation, { relearn: true });
    return c.json(run, 202);
  });

  app.delete('/v1/knowledge/sources/:id', mayEdit, audited('source.remove'), async (c) => {
    const { record, session } = c.var;
    const source = await existing(record, c.req.param('id'));
    // Documents first: a source that is half removed can be removed again.
    const removed = await record.forgetSource(source.id);
    await record.removeSource(source.id);
    const others = (await record.sources()).some(({ kind }) => kind === 'zendesk');
    // The webhook that stays at a helpdesk which cannot be reached does no harm: its calls find nothing to read.
    if (source.kind === 'zendesk' && !others) await removeArticleWebhook(record, platform).catch(() => false);
    const left = await record.countDocuments('article');
    const run = removed > 0 && left > 0 ? await startRun(platform, session.installation) : null;
    return c.json({ removed, run });
  });
  return app;
}

async function existing(record: InstallationClient, id: string): Promise<ConnectedSource> {
  const source = (await record.sources()).find((s) => s.id === id);
  if (!source) throw new AppError('not_found', 'There is no such source. Connect it first.');
  return source;
}
