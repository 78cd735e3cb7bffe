/** A help centre in one language, from article documents. Paths are relative to `/api/v2`. */
import { Hono } from 'hono';
import { recordNotFound } from '../errors.ts';
import type { Store } from '../store.ts';
import { escapeHtml } from '../text.ts';

const SECTION = 700_001;
const CATEGORY = 710_001;
const LOCALE = 'en-us';

export function createHelpCenter(store: Store): Hono {
  const app = new Hono();
  const list = (key: string, rows: object[]) => ({ [key]: rows, meta: { has_more: false, after_cursor: null }, links: {}, count: rows.length });
  for (const suffix of ['', '.json']) {
    app.get(`/help_center/locales${suffix}`, (c) => c.json({ locales: [LOCALE], default_locale: LOCALE }));
    app.get(`/help_center/categories${suffix}`, (c) => c.json(list('categories', [{ id: CATEGORY, name: 'Help' }])));
    app.get(`/help_center/sections${suffix}`, (c) =>
      c.json(list('sections', [{ id: SECTION, name: 'Articles', category_id: CATEGORY, parent_section_id: null }])),
    );
    app.get(`/help_center/user_segments${suffix}`, (c) => c.json(list('user_segments', [])));
    for (const path of [`/help_center/articles${suffix}`, `/help_center/${LOCALE}/articles${suffix}`])
      app.get(path, (c) => c.json(list('articles', store.objects('article'))));
    app.get(`/help_center/incremental/articles${suffix}`, (c) => {
      const from = Number(c.req.query('start_time') ?? 0);
      const articles = store.objects('article').filter((a) => Date.parse(String(a.updated_at)) / 1_000 >= from);
      return c.json({ articles, count: articles.length, end_time: from, next_page: null });
    });
  }
  app.get('/help_center/articles/:id', (c) => {
    const article = store.object('article', c.req.param('id').replace(/\.json$/, ''));
    if (!article) throw recordNotFound();
    return c.json({ article });
  });
  app.get('/help_center/articles/:id/:translations', (c) => {
    const article = store.object('article', c.req.param('id'));
    if (!article) throw recordNotFound();
    return c.json({ translations: [article], count: 1 });
  });
  return app;
}

/** Article documents, one JSON object a line; answers how many there are now. A line that is none is left out. */
export function seedArticles(store: Store, lines: string): number {
  for (const line of lines.split('\n').filter((l) => l.trim() !== '')) {
    const given = JSON.parse(line) as { id: string; title: string; text?: string; html?: string; updatedAt?: string | null };
    const known = store.objects('article').find((a) => a.external_id === given.id);
    const id = known ? Number(known.id) : store.next('article', 800_001);
    const at = given.updatedAt ?? new Date().toISOString();
    store.saveObject('article', String(id), {
      ...{ id, external_id: given.id, title: given.title, body: given.html ?? toHtml(given.text ?? ''), locale: LOCALE, source_locale: LOCALE },
      ...{ draft: false, promoted: false, outdated: false, label_names: [], section_id: SECTION, user_segment_id: null, author_id: null },
      ...{ created_at: at, updated_at: at, edited_at: at, html_url: `https://help.example/hc/${LOCALE}/articles/${id}` },
    });
  }
  return store.objects('article').length;
}

/** Enough of Markdown for the sample's articles: headings, lists, paragraphs. */
function toHtml(markdown: string): string {
  const blocks = markdown.split(/\n{2,}/).map((block) => {
    const heading = /^(#{1,4}) (.*)$/.exec(block);
    if (heading) return `<h${heading[1]?.length}>${inline(heading[2] ?? '')}</h${heading[1]?.length}>`;
    const items = block.split('\n').filter((line) => /^(-|\d+\.) /.test(line));
    if (items.length > 0) return `<ul>${items.map((item) => `<li>${inline(item.replace(/^(-|\d+\.) /, ''))}</li>`).join('')}</ul>`;
    return `<p>${inline(block)}</p>`;
  });
  return blocks.join('\n');
}
const inline = (text: string): string => escapeHtml(text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('**', ''));
