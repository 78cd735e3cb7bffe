/** Articles that something newer may have overtaken: a release of what they describe, or an article that replaces them. */
import type { Overlay, StaleRow } from '#shared/knowledge-api';
import { foldName } from '../snapshot/alias-sections.ts';
import { graphPages } from '../snapshot/graph-pages.ts';
import type { Article, Knowledge } from '../types.ts';

const RELEASE_NOTES = /\b(?:release notes?|what s new|changelog|neuigkeiten|versionshinweise|notes de version|notas de la version)\b/;
const ABOUT: ReadonlySet<string> = new Set(['describes', 'part_of', 'applies_to']);
const UPWARDS: ReadonlySet<string> = new Set(['depends_on', 'part_of']);
/** How many steps of `depends_on` and `part_of` a release reaches. */
const REACH = 3;

type Release = { version: string; at: string; evidence: string };

/** The longest overtaken first. Releases come from admins (`release_version`) and from articles that are release notes. */
export function staleArticles(knowledge: Knowledge, overlays: readonly Overlay[]): StaleRow[] {
  const articles = Array.from({ length: knowledge.articles.length }, (_, i) => knowledge.articles.get(i));
  const byKey = new Map(articles.map((article) => [`article:${article.id}`, article]));
  const releases = new Map<string, Release>();
  const see = (node: string, release: Release): void => {
    if (release.at > (releases.get(node)?.at ?? '')) releases.set(node, release);
  };
  for (const { id, edit } of overlays) if (edit.do === 'release_version') see(edit.product, { version: edit.version, at: edit.at, evidence: `edit:${id}` });

  const { about, above, replaced } = relationsOf(knowledge, byKey);
  const rows: StaleRow[] = replaced.map(({ newer, older }) => rowOf(older, `“${newer.title}” replaces it.`, [`${newer.id}@${newer.version}`]));
  for (const { article, node } of about) {
    const notes = RELEASE_NOTES.test(foldName([article.title, ...article.labels, ...article.sections].join(' ')));
    if (notes && article.updatedAt !== null && node.startsWith('product:'))
      see(node, { version: article.versions[0] ?? article.title, at: article.updatedAt, evidence: `${article.id}@${article.version}` });
  }
  const told = new Set(rows.map(({ articleId }) => articleId));
  for (const { article, node } of about) {
    if (article.updatedAt === null || told.has(article.id)) continue;
    const release = newestAbove(node, releases, above);
    if (!release || Date.parse(release.at) <= Date.parse(article.updatedAt) || release.evidence.startsWith(`${article.id}@`)) continue;
    told.add(article.id);
    rows.push(rowOf(article, `${release.version} came out on ${release.at.slice(0, 10)}, after its last change.`, [release.evidence]));
  }
  return rows.sort((a, b) =>
    (a.updatedAt ?? '') < (b.updatedAt ?? '') ? -1 : (a.updatedAt ?? '') > (b.updatedAt ?? '') ? 1 : a.articleId < b.articleId ? -1 : 1,
  );
}

const rowOf = ({ id, title, url, updatedAt }: Article, because: string, evidence: string[]): StaleRow => ({
  articleId: id,
  title,
  url,
  updatedAt,
  because,
  evidence,
});

function newestAbove(node: string, releases: ReadonlyMap<string, Release>, above: ReadonlyMap<string, string[]>): Release | null {
  let best: Release | null = null;
  let frontier = [node];
  const seen = new Set(frontier);
  for (let step = 0; step <= REACH && frontier.length > 0; step++) {
    for (const at of frontier) {
      const release = releases.get(at);
      if (release && release.at > (best?.at ?? '')) best = release;
    }
    frontier = frontier.flatMap((at) => above.get(at) ?? []).filter((at) => !seen.has(at) && seen.add(at));
  }
  return best;
}

type Relations = { about: { article: Article; node: string }[]; above: Map<string, string[]>; replaced: { newer: Article; older: Article }[] };

/** What articles are about, what those things are part of or depend on, and which article replaces which. */
function relationsOf(knowledge: Knowledge, byKey: ReadonlyMap<string, Article>): Relations {
  const pages = graphPages(knowledge);
  const found: Relations = { about: [], above: new Map(), replaced: [] };
  for (let i = 0; i < pages.edgeCount; i++) {
    const { from, to, kind } = pages.edgeAt(i);
    const [article, other] = [byKey.get(from), byKey.get(to)];
    if (kind === 'supersedes' && article && other) found.replaced.push({ newer: article, older: other });
    else if (article && ABOUT.has(kind)) found.about.push({ article, node: to });
    else if (UPWARDS.has(kind) && !article && !from.startsWith('ticket:')) found.above.set(from, [...(found.above.get(from) ?? []), to]);
  }
  return found;
}
