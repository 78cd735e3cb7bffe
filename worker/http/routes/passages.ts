import type { PassageView } from '#shared/api';
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import { knowledgeOf } from '../../service/live-knowledge.ts';
import { hidePersonalData } from '../../text/personal-data.ts';
import { authenticate } from '../authenticate.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { requireTicket, ticketAccess } from '../ticket-access.ts';

/** A suggestion from before the last builds may still cite a passage that they no longer hold. */
const RELEASES_BACK = 5;

export function passageRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();
  app.get('/v1/passages/:id', authenticate(deps, 'passage.read'), async (c) => {
    const ticketId = /^ticket:(.+)$/.exec(c.req.param('id'))?.[1];
    if (ticketId !== undefined) await requireTicket(await ticketAccess(c, platform), ticketId);
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
  // What another installation shares is what it shows to everyone.
  const foreign = live.manifest.installation !== (await record.settings())?.id;
  if (!view || (foreign && view.visibility !== 'public')) throw new AppError('not_found', 'This passage is no longer part of the knowledge.');
  return view;
}

/** A passage of an article, or the macro or solved ticket that a draft cites as `macro:<id>` or `ticket:<id>`. */
function viewOf(knowledge: Knowledge, id: string): PassageView | null {
  const [kind, own] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
  if (kind === 'macro') return macroView(knowledge, id, own);
  return kind === 'ticket' ? ticketView(knowledge, id, own) : articleView(knowledge, id);
}

function macroView({ macros }: Knowledge, id: string, own: string): PassageView | null {
  for (let i = 0; i < macros.length; i++) {
    const macro = macros.get(i);
    if (macro.id === own) return { ...notAnArticle(id), title: readable(macro.title), text: readable(macro.text) };
  }
  return null;
}

function ticketView({ tickets }: Knowledge, id: string, own: string): PassageView | null {
  for (let i = 0; i < tickets.length; i++) {
    const ticket = tickets.get(i);
    if (ticket.id === own) return { ...notAnArticle(id), title: readable(ticket.subject), text: readable(ticket.resolution), visibility: 'internal' };
  }
  return null;
}

const notAnArticle = (id: string) => ({ id, articleId: id, url: null, version: '', visibility: 'public' as const, headings: [] });

/** Once more pseudonymised, whatever the snapshot kept; what was hidden becomes a word. */
const readable = (text: string) => hidePersonalData(text).replace(/⟦([A-Z]+)⟧/g, (_, kind: string) => `[${kind.toLowerCase()}]`);

function articleView(knowledge: Knowledge, id: string): PassageView | null {
  const index = knowledge.passageIndex(id);
  if (index === null) return null;
  const passage = knowledge.passages.get(index);
  const article = knowledge.articles.get(passage.article);
  const { title, url, version, visibility } = article;
  return { id, articleId: article.id, title, url, version, visibility, headings: passage.headings, text: passage.text };
}
