import { Hono } from 'hono';
import type { PassageView } from '#shared/api';
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
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
    return c.json(await findPassage(c.req.param('id'), platform, c.var.record));
  });
  return app;
}

/** The passage as the live release has it, or one shortly before. Throws `not_found`. */
export async function findPassage(id: string, platform: Platform, record: InstallationClient): Promise<PassageView> {
  const [live, ...earlier] = await record.recentReleases(RELEASES_BACK);
  if (!live) throw new AppError('no_knowledge', 'Nothing has been ingested for this installation yet. Ingest its articles first.');
  const { knowledge } = await knowledgeOf(live, platform, record);
  let view = viewOf(knowledge, id);
  for (const release of earlier) {
    if (view) break;
    const older = await platform.knowledge.load(platform.snapshots, release).catch(() => null);
    view = older && viewOf(older, id);
  }
  if (!view) throw new AppError('not_found', 'This passage is no longer part of the knowledge.');
  return view;
}

function viewOf(knowledge: Knowledge, id: string): PassageView | null {
  const index = knowledge.passageIndex(id);
  if (index === null) return null;
  const passage = knowledge.passages.get(index);
  const article = knowledge.articles.get(passage.article);
  const { title, url, version, visibility } = article;
  return { id, articleId: article.id, title, url, version, visibility, headings: passage.headings, text: passage.text };
}
