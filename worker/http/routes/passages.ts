import { Hono } from 'hono';
import type { PassageView } from '#shared/api';
import { AppError } from '../../errors.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { knowledgeOf } from '../../suggest.ts';
import { authenticate } from '../authenticate.ts';
import type { AppEnv, RouteDeps } from '../context.ts';

/** A suggestion from before the last builds may still cite a passage that they no longer hold. */
const RELEASES_BACK = 5;

export function passageRoutes(deps: RouteDeps): Hono<AppEnv> {
  const { platform } = deps;
  const app = new Hono<AppEnv>();
  app.get('/v1/passages/:id', authenticate(deps, 'passage.read'), async (c) => {
    const id = c.req.param('id');
    const [live, ...earlier] = await c.var.record.recentReleases(RELEASES_BACK);
    if (!live) throw new AppError('no_knowledge', 'Nothing has been ingested for this installation yet. Ingest its articles first.');
    const { knowledge } = await knowledgeOf(live, platform, c.var.record);
    let view = viewOf(knowledge, id);
    for (const release of earlier) {
      if (view) break;
      const older = await platform.knowledge.load(platform.snapshots, release).catch(() => null);
      view = older && viewOf(older, id);
    }
    if (!view) throw new AppError('not_found', 'This passage is no longer part of the knowledge.');
    return c.json(view);
  });
  return app;
}

function viewOf(knowledge: Knowledge, id: string): PassageView | null {
  const index = knowledge.passageIndex(id);
  if (index === null) return null;
  const passage = knowledge.passages.get(index);
  const article = knowledge.articles.get(passage.article);
  const { title, url, version, visibility } = article;
  return { id, articleId: article.id, title, url, version, visibility, headings: passage.headings, text: passage.text };
}
