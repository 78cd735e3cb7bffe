/**
 * A Zendesk help centre. It is listed whole at first and once a day (deleted and archived articles are missing from the
 * incremental stream), in every language it has; in between only what changed is read.
 */
import * as z from 'zod';
import { idOf, rows, type SourceBatch, sourceBatch, textOf, textsOf } from '#shared/source-batch';
import { readCursor } from '#shared/source-cursor';
import { SourceError } from '../../errors.ts';
import type { KnowledgeSource, SourcePage } from '../../source-ports.ts';
import { readShelves, type Shelves } from './help-center-shelves.ts';
import { listPage, optional } from './zendesk-listing.ts';
import { type People, zendeskPeople } from './zendesk-people.ts';
import { type ZendeskReaderOptions, zendeskReader } from './zendesk-reader.ts';

const PAGE = 100;
/** The incremental stream gives up to 1,000 articles a page; each may cost a call for its translations. */
const CHANGES_AT_ONCE = 50;
const STREAM_PAGE = 1_000;
const LIST_AGAIN_MS = 24 * 3_600_000;

const stateSchema = z.object({
  v: z.literal(1),
  phase: z.enum(['list', 'changes']),
  pass: z.string(),
  locales: z.array(z.string()),
  locale: z.number(),
  after: z.string().nullable(),
  size: z.number(),
  lost: z.boolean(),
  /** Seconds since the epoch: changes from here on are to be read. */
  since: z.number(),
  listedAt: z.number(),
});
type State = z.infer<typeof stateSchema>;

export type ZendeskArticlesOptions = ZendeskReaderOptions & { name?: string; brand?: string | null; listAgainMs?: number };

export function zendeskArticlesSource(options: ZendeskArticlesOptions): KnowledgeSource {
  const { name = 'zendesk-articles', brand = null, listAgainMs = LIST_AGAIN_MS, clock } = options;
  const reader = zendeskReader(options);
  const people = zendeskPeople(reader);
  let shelves: Shelves | null = null;
  const shelvesOf = async (batch: SourceBatch): Promise<Shelves> => {
    shelves ??= await readShelves(reader, batch);
    return shelves;
  };

  async function begin(batch: SourceBatch): Promise<State> {
    const answer = await optional(() => reader.get('/api/v2/help_center/locales.json', 'help_center'));
    const locales = textsOf(answer?.locales);
    if (answer && locales.length === 0) batch.skip('locales', 'The help centre did not say which languages it has; it is read in its own.');
    const now = clock.now();
    return {
      v: 1,
      phase: 'list',
      pass: new Date(now).toISOString(),
      locales: locales.length > 0 ? locales : [''],
      locale: 0,
      after: null,
      size: PAGE,
      lost: false,
      since: Math.floor(now / 1_000) - 60,
      listedAt: now,
    };
  }

  async function list(state: State, batch: SourceBatch): Promise<State> {
    const locale = state.locales[state.locale] ?? '';
    const path = `/api/v2/help_center/${locale ? `${encodeURIComponent(locale)}/` : ''}articles.json?sort_by=created_at&sort_order=asc`;
    let next: string | null;
    try {
      const page = await listPage(reader, { path, key: 'articles', after: state.after, limit: 'help_center', size: state.size }, batch);
      const authors = page.items.map((a) => idOf(a?.author_id));
      if (page.items.length > 0) await people.meet(authors);
      for (const article of page.items) await addArticle(article, state, batch, await shelvesOf(batch), people);
      next = page.next;
      if (page.lost) state.lost = true;
    } catch (error) {
      if (!(error instanceof SourceError) || (error.fault !== 'too_large' && error.fault !== 'not_found')) throw error;
      if (error.fault === 'too_large' && state.size > 1) return { ...state, size: Math.max(1, Math.floor(state.size / 8)) };
      if (error.fault === 'not_found' && state.locales.length === 1) throw error;
      batch.skip(path, error.message);
      state.lost = true;
      next = null;
    }
    return next === null ? { ...state, locale: state.locale + 1, after: null, size: PAGE } : { ...state, after: next };
  }

  /** Answers the state to go on with, and whether the stream is at its end. */
  async function changed(state: State, batch: SourceBatch): Promise<{ state: State; done: boolean }> {
    const path = `/api/v2/help_center/incremental/articles.json?start_time=${state.since}`;
    const answer = await reader.get(path, 'help_center').catch((error: unknown) => {
      if (error instanceof SourceError && error.fault === 'malformed') batch.skip(path, `${error.message} It is read again next time.`);
      else throw error;
    });
    const all = rows(answer?.articles);
    if (answer && !all) batch.skip(path, 'A page came without its "articles". It is read again next time.');
    if (!answer || !all) return { state, done: true };
    const second = (a: Record<string, unknown> | null): number | null => secondsOf(a?.updated_at);
    let take = Math.min(all.length, CHANGES_AT_ONCE);
    // Articles of one second stay together: the stream can only be entered at a second.
    while (take < all.length && second(all[take] ?? null) === second(all[take - 1] ?? null)) take++;
    const some = all.slice(0, take);
    await people.meet(some.map((a) => idOf(a?.author_id)));
    for (const article of some) await addChanged(article, state, batch);
    const last = some.reduce((latest, a) => Math.max(latest, second(a) ?? 0), state.since);
    if (take < all.length) return { state: { ...state, since: last }, done: false };
    const end = typeof answer.end_time === 'number' && answer.end_time >= state.since ? answer.end_time : last;
    if (all.length < STREAM_PAGE) return { state: { ...state, since: end }, done: true };
    if (end > state.since) return { state: { ...state, since: end }, done: false };
    batch.skip(path, 'More articles changed in one second than the stream gives; the daily listing reads the others.');
    return { state: { ...state, since: end + 1 }, done: false };
  }

  async function addChanged(article: Record<string, unknown> | null, state: State, batch: SourceBatch): Promise<void> {
    const id = idOf(article?.id);
    if (!article || id === null) return batch.skip('article', 'An entry without an id was left out.');
    if (article.draft === true) return removeAll(id, state.locales, batch);
    const translations = state.locales.length > 1 ? await readTranslations(id) : null;
    if (translations === 'gone') return removeAll(id, state.locales, batch);
    for (const one of translations ?? [article])
      await addArticle(one === article ? article : translated(article, one), state, batch, await shelvesOf(batch), people);
  }

  async function readTranslations(id: string): Promise<(Record<string, unknown> | null)[] | 'gone'> {
    try {
      return rows((await reader.get(`/api/v2/help_center/articles/${id}/translations.json`, 'help_center')).translations) ?? [];
    } catch (error) {
      // Deleted between the stream's page and this call.
      if (error instanceof SourceError && error.fault === 'not_found') return 'gone';
      throw error;
    }
  }

  async function addArticle(
    article: Record<string, unknown> | null,
    state: Pick<State, 'locales'>,
    batch: SourceBatch,
    on: Shelves,
    from: People,
  ): Promise<void> {
    const id = idOf(article?.id);
    if (!article || id === null) return batch.skip('article', 'An entry without an id was left out.');
    const own = documentId(id, article);
    if (article.draft === true) return batch.remove('article', own);
    const text = textOf(article.body) ?? '';
    if (text.trim() === '') {
      batch.present('article', own);
      return batch.skip(`article ${own}`, 'It has no text.');
    }
    const { visibility, segments } = on.readers(article);
    const author = idOf(article.author_id);
    await batch.add(
      'article',
      {
        id: own,
        title: (textOf(article.title) || textOf(article.name) || own).slice(0, 1_000),
        text,
        url: textOf(article.html_url),
        locale: textOf(article.locale) ?? state.locales[0] ?? 'en',
        sections: on.path(idOf(article.section_id), batch).map((n) => n.slice(0, 256)),
        labels: textsOf(article.label_names).map((n) => n.slice(0, 256)),
        visibility,
        ...(segments.length > 0 ? { segments } : {}),
        brand,
        owner: from.get(author)?.name || author,
        updatedAt: textOf(article.edited_at) ?? textOf(article.updated_at),
      },
      textOf(article.updated_at),
    );
  }

  return {
    name,
    kinds: ['article'],
    async changes(cursor) {
      const batch = sourceBatch(name);
      let state = readCursor(stateSchema, cursor);
      if (!state || (state.phase === 'changes' && clock.now() - state.listedAt >= listAgainMs))
        state = { ...(await begin(batch)), ...(state ? { since: state.since } : {}) };
      if (state.phase === 'list') {
        const pass = state.pass;
        state = await list(state, batch);
        const ended = state.locale >= state.locales.length;
        const { present, ...page } = batch.page();
        const listing = { pass, kinds: ['article' as const], present, complete: ended && !state.lost };
        return { ...page, listing, cursor: JSON.stringify(ended ? { ...state, phase: 'changes' } : state), done: false };
      }
      const next = await changed(state, batch);
      const { present: _, ...page } = batch.page();
      return { ...page, listing: null, cursor: JSON.stringify(next.state), done: next.done } satisfies SourcePage;
    },
    async fetch({ id }) {
      const batch = sourceBatch(name);
      const article = /^\d+/.exec(id)?.[0] ?? id;
      const answer = await reader.get(`/api/v2/help_center/articles/${encodeURIComponent(article)}.json`, 'help_center').catch((error: unknown) => {
        if (error instanceof SourceError && error.fault === 'not_found') return null;
        throw error;
      });
      if (answer) {
        const state = await begin(batch);
        const row = rows([answer.article])?.[0] ?? null;
        await people.meet([idOf(row?.author_id)]);
        await addChanged(row, state, batch);
      }
      const { documents, skipped } = batch.page();
      return { documents, skipped };
    },
  };
}

/** The article in its source language keeps its id, which links and events name; a translation adds its locale. */
function documentId(id: string, article: Record<string, unknown>): string {
  const locale = textOf(article.locale);
  const source = textOf(article.source_locale);
  return locale && source && locale !== source ? `${id}-${locale}` : id;
}

function removeAll(id: string, locales: readonly string[], batch: SourceBatch): void {
  batch.remove('article', id);
  for (const locale of locales) if (locale) batch.remove('article', `${id}-${locale}`);
}

/** A translation has its own title, text, draft state and address; the rest is the article's. */
function translated(article: Record<string, unknown>, translation: Record<string, unknown> | null): Record<string, unknown> | null {
  if (!translation) return null;
  const { title, body, locale, html_url, updated_at, draft } = translation;
  const newest = [textOf(article.updated_at), textOf(updated_at)].sort().at(-1);
  return { ...article, title, body, locale, draft, updated_at: newest, edited_at: updated_at, ...(typeof html_url === 'string' ? { html_url } : {}) };
}

function secondsOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : Math.floor(time / 1_000);
}
