/** Zendesk's help centre, exports, macros and catalogue as its reference documents them, over lists a test can change. */
import { type Answer, type Fault, oddEntries, type RecordedServer, recordedServer } from './recorded-server.ts';

type Row = Record<string, unknown>;
export type ZendeskData = {
  locales: string[];
  categories: Row[];
  sections: Row[];
  user_segments: Row[];
  /** In their source locale; `translations` adds others by article id. */
  articles: Row[];
  translations: Record<string, Row[]>;
  users: Row[];
  groups: Row[];
  organizations: Row[];
  tickets: Row[];
  ticket_events: Row[];
  survey_responses: Row[];
  macros: Row[];
  ticket_fields: Row[];
  triggers: Row[];
  brands: Row[];
};

export type ZendeskServer = RecordedServer & { data: ZendeskData };

/** `now` is the account's clock; exports hide the last minute. `eventsPerPage` stands for Zendesk's 1,000. */
export async function zendeskServer(
  data: ZendeskData,
  { now = Date.now, token = 'token', eventsPerPage = 1_000, exportsAMinute = 10, callsAMinute = 400 } = {},
): Promise<ZendeskServer> {
  const server = await recordedServer(
    ({ path, query, headers, fault, origin }) => {
      if (headers.authorization !== `Bearer ${token}`) return { status: 401, body: { error: 'Couldn’t authenticate you' } };
      const page = (key: keyof ZendeskData | 'survey_responses', rows: Row[]): Answer => cursorPage(key, rows, query, fault, `${origin}${path}`);
      const at = path.replace(/\.json$/, '').replace(/^\/api\/v2/, '');
      const listing = /^\/help_center\/(?:([a-z-]+)\/)?articles$/.exec(at);
      if (at === '/help_center/locales') return { body: { locales: data.locales, default_locale: data.locales[0] } };
      if (at === '/help_center/incremental/articles') return incrementalArticles(data, query, fault, `${origin}${path}`);
      if (listing) return page('articles', articlesIn(data, listing[1] ?? null));
      const one = /^\/help_center\/articles\/(\d+)(\/translations)?$/.exec(at);
      if (one) {
        const article = data.articles.find((a) => String(a.id) === one[1]);
        if (!article) return missing;
        return one[2]
          ? { body: { translations: [translationOf(article), ...(data.translations[String(article.id)] ?? [])], count: 1 } }
          : { body: { article } };
      }
      const short = /^\/help_center\/(categories|sections|user_segments)$/.exec(at)?.[1] as 'categories' | 'sections' | 'user_segments' | undefined;
      if (short) return page(short, data[short]);
      if (at === '/incremental/tickets/cursor') return exportTickets(data, query, fault, now());
      if (at === '/incremental/ticket_events') return exportEvents(data, query, fault, eventsPerPage, now(), `${origin}${path}`);
      if (at === '/guide/survey_responses') return page('survey_responses', data.survey_responses);
      if (at === '/users/show_many') {
        const ids = (query.get('ids') ?? '').split(',');
        if (ids.length > 100) return { status: 400, body: { error: 'TooManyIds' } };
        return { body: { users: data.users.filter((u) => ids.includes(String(u.id))) } };
      }
      const ticket = /^\/tickets\/(\d+)(\/comments)?$/.exec(at);
      if (ticket) {
        const found = data.tickets.find((t) => String(t.id) === ticket[1]);
        if (!found) return missing;
        const comments = data.ticket_events.filter((e) => String(e.ticket_id) === ticket[1]).flatMap((e) => e.child_events as Row[]);
        if (ticket[2]) return { body: { comments: comments.map((c) => ({ ...c, type: 'Comment' })), meta: { has_more: false, after_cursor: null } } };
        return { body: { ticket: found, users: data.users, groups: data.groups, organizations: data.organizations } };
      }
      const macro = /^\/macros\/(\d+)$/.exec(at);
      if (macro) {
        const found = data.macros.find((m) => String(m.id) === macro[1]);
        return found ? { body: { macro: found } } : missing;
      }
      const list = /^\/(macros|ticket_fields|triggers|groups|brands)$/.exec(at)?.[1] as 'macros' | undefined;
      return list ? page(list, data[list]) : missing;
    },
    {
      now,
      rateHeaders: (path): Record<string, string> => {
        const [limit, remaining] = [String(callsAMinute), String(callsAMinute - 10)];
        const support = { 'X-Rate-Limit': limit, 'X-Rate-Limit-Remaining': remaining };
        return path.includes('/incremental/t')
          ? { 'Zendesk-RateLimit-incremental-exports': `total=${exportsAMinute}; remaining=${exportsAMinute - 1}; resets=60`, ...support }
          : { ...support, 'ratelimit-limit': limit, 'ratelimit-remaining': remaining, 'ratelimit-reset': '41' };
      },
    },
  );
  return { ...server, data };
}

const missing: Answer = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };

function cursorPage(key: string, rows: Row[], query: URLSearchParams, fault: Fault | null, url: string): Answer {
  const size = Math.min(100, Number(query.get('page[size]') ?? 100));
  const from = query.get('page[after]') ? Number(atob(query.get('page[after]') ?? '')) : 0;
  const more = from + size < rows.length;
  const next = fault?.kind === 'repeat' ? (query.get('page[after]') ?? btoa('0')) : more ? btoa(String(from + size)) : null;
  const some: unknown[] = rows.slice(from, from + size);
  return {
    body: {
      [key]: fault?.kind === 'odd' ? [...oddEntries, ...some] : some,
      meta: { has_more: fault?.kind === 'repeat' ? true : more, after_cursor: next, before_cursor: null },
      links: { next: next ? `${url}?page[after]=${next}` : null, prev: null },
    },
  };
}

function articlesIn(data: ZendeskData, locale: string | null): Row[] {
  return [...data.articles]
    .sort((a, b) => String(a.created_at).localeCompare(String(b.created_at)))
    .flatMap((article) => {
      if (locale === null || article.locale === locale) return [article];
      const other = data.translations[String(article.id)]?.find((t) => t.locale === locale);
      return other
        ? [
            {
              ...article,
              title: other.title,
              body: other.body,
              html_url: other.html_url ?? article.html_url,
              locale,
              draft: other.draft ?? false,
              updated_at: other.updated_at ?? article.updated_at,
            },
          ]
        : [];
    });
}

function translationOf({ title, body, locale, draft, updated_at, html_url }: Row): Row {
  return { id: 1, title, body, locale, draft, updated_at, html_url, source_type: 'Article' };
}

const seconds = (date: unknown): number => Math.floor(Date.parse(String(date)) / 1_000);

function incrementalArticles(data: ZendeskData, query: URLSearchParams, fault: Fault | null, url: string): Answer {
  const start = Number(query.get('start_time'));
  const changed = data.articles.filter((a) => seconds(a.updated_at) >= start).sort((a, b) => seconds(a.updated_at) - seconds(b.updated_at));
  const page = changed.slice(0, 1_000);
  const end = page.length > 0 ? seconds(page.at(-1)?.updated_at) : start;
  return {
    body: {
      articles: fault?.kind === 'odd' ? [...oddEntries, ...page] : page,
      count: page.length,
      end_time: fault?.kind === 'repeat' ? start : end,
      next_page: page.length < 1_000 ? null : `${url}?start_time=${end}`,
    },
  };
}

function exportTickets(data: ZendeskData, query: URLSearchParams, fault: Fault | null, now: number): Answer {
  const start = query.get('start_time');
  if (start !== null && Number(start) > now / 1_000 - 60) return { status: 422, body: { error: 'StartTimeTooRecent' } };
  const cursor = query.get('cursor');
  const [since, from] = cursor ? (JSON.parse(atob(cursor)) as [number, number]) : [Number(start), 0];
  const size = Math.min(1_000, Number(query.get('per_page') ?? 1_000));
  const changed = data.tickets
    .filter((t) => seconds(t.updated_at) >= since && seconds(t.updated_at) <= now / 1_000 - 60)
    .sort((a, b) => seconds(a.updated_at) - seconds(b.updated_at) || Number(a.id) - Number(b.id));
  const page = changed.slice(from, from + size);
  const ended = from + size >= changed.length;
  // The cursor after the end stands where the stream goes on later; what changes then comes again from its last second.
  const after =
    fault?.kind === 'repeat' ? cursor : btoa(JSON.stringify(ended ? [page.length > 0 ? seconds(page.at(-1)?.updated_at) : since, 0] : [since, from + size]));
  const ids = new Set(page.flatMap((t) => [t.requester_id, t.assignee_id]));
  return {
    body: {
      // The export may name one ticket twice.
      tickets: fault?.kind === 'odd' ? [...oddEntries, ...page] : [...page, ...page.slice(0, 1)],
      users: data.users.filter((u) => ids.has(u.id)),
      groups: data.groups,
      organizations: data.organizations,
      after_cursor: after,
      after_url: null,
      end_of_stream: fault?.kind === 'repeat' ? false : ended,
    },
  };
}

function exportEvents(data: ZendeskData, query: URLSearchParams, fault: Fault | null, perPage: number, now: number, url: string): Answer {
  const start = Number(query.get('start_time'));
  if (start > now / 1_000 - 60) return { status: 422, body: { error: 'StartTimeTooRecent' } };
  const all = data.ticket_events
    .filter((e) => Number(e.timestamp) >= start && Number(e.timestamp) <= now / 1_000 - 60)
    .sort((a, b) => Number(a.timestamp) - Number(b.timestamp));
  const page = all.slice(0, perPage);
  const bare = query.get('include') !== 'comment_events';
  const shown = bare ? page.map((e) => ({ ...e, child_events: [{ comment_present: true }] })) : page;
  const end = fault?.kind === 'repeat' ? start : page.length > 0 ? Number(page.at(-1)?.timestamp) : start;
  return {
    body: {
      ticket_events: fault?.kind === 'odd' ? [...oddEntries, ...shown] : shown,
      count: page.length,
      end_time: end,
      end_of_stream: fault?.kind === 'repeat' ? false : page.length >= all.length,
      next_page: `${url}?start_time=${end}`,
    },
  };
}
