/** The article inside a web page: its title, language and dates, and the main part of its markup without what surrounds it. */
import { Parser } from 'htmlparser2';

export type HtmlArticle = {
  title: string;
  /** Markup of the main part: headings, text, lists, tables, code, links. */
  html: string;
  /** Letters and digits of `html` outside its tags. */
  textLength: number;
  language: string | null;
  updatedAt: string | null;
  canonical: string | null;
  /** From breadcrumbs, the outermost first. */
  sections: string[];
  /** The page asks not to be indexed. */
  noindex: boolean;
};

const DROPPED = new Set('script style template noscript svg iframe object form nav header footer aside button select input textarea label dialog'.split(' '));
const KEPT = new Set(
  'h1 h2 h3 h4 h5 h6 p br hr ul ol li dl dt dd table thead tbody tfoot tr th td caption pre code kbd blockquote a strong b em i div section figure figcaption'.split(
    ' ',
  ),
);
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const FURNITURE =
  /(?:^|[\s_-])(?:nav|navbar|menu|sidebar|breadcrumbs?|cookie|footer|share|social|related|recent|vote|votes|comments?|pagination|skip|search|toc)(?:$|[\s_-])/i;
const MAIN = /(?:^|[\s_-])(?:article-body|article__body|article-content|kb-article|entry-content|post-content|markdown-body)(?:$|[\s_-])/i;

/** How surely an element holds the article: the surest one wins, and of these the one with the most text. */
function rank(name: string, attributes: Record<string, string>): number {
  if (attributes.itemprop === 'articleBody' || MAIN.test(`${attributes.class ?? ''} ${attributes.id ?? ''}`)) return 4;
  if (name === 'article') return 3;
  if (name === 'main' || attributes.role === 'main') return 2;
  return name === 'body' ? 1 : 0;
}

type Open = { name: string; html: string; text: number; rank: number; crumb: boolean };
type Candidate = { html: string; text: number; rank: number };

/** Never throws: broken markup is closed where a browser would close it. */
export function htmlArticle(page: string): HtmlArticle {
  const meta: Record<string, string> = {};
  const crumbs: string[] = [];
  let title = '';
  let heading = '';
  let inTitle = false;
  let inHeading = false;
  let language: string | null = null;
  let canonical: string | null = null;
  let dropped = 0;
  let crumbDepth = 0;
  let crumb = '';
  let best: Candidate | null = null;
  // Fragments of article bodies have no <body>.
  const stack: Open[] = [{ name: '', html: '', text: 0, rank: 1, crumb: false }];
  const top = (): Open => stack.at(-1) ?? { name: '', html: '', text: 0, rank: 0, crumb: false };
  const consider = (open: Candidate): void => {
    if (open.rank > 0 && (!best || worth(open) > worth(best))) best = { html: open.html, text: open.text, rank: open.rank };
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'html') language = attributes.lang?.trim() || null;
        if (name === 'title') inTitle = stack.length <= 4 && title === '';
        if (name === 'meta') meta[(attributes.name ?? attributes.property ?? attributes['http-equiv'] ?? '').toLowerCase()] ??= attributes.content ?? '';
        if (name === 'link' && attributes.rel === 'canonical') canonical ??= attributes.href ?? null;
        if (name === 'time' && attributes.datetime) meta['time:datetime'] ??= attributes.datetime;
        const marks = `${attributes.class ?? ''} ${attributes.id ?? ''}`;
        const isCrumb = /breadcrumb/i.test(`${marks} ${attributes['aria-label'] ?? ''}`);
        if (isCrumb) crumbDepth++;
        if (VOID.has(name)) {
          if (dropped === 0 && KEPT.has(name)) top().html += `<${name}>`;
          return;
        }
        if (name === 'h1') inHeading = heading === '';
        const own = rank(name, attributes);
        if (dropped > 0 || DROPPED.has(name) || (own === 0 && FURNITURE.test(marks)) || attributes.hidden !== undefined || attributes['aria-hidden'] === 'true')
          dropped++;
        stack.push({ name, html: '', text: 0, rank: dropped > 0 ? 0 : own, crumb: isCrumb });
        if (dropped === 0 && KEPT.has(name)) top().html += openTag(name, attributes);
      },
      ontext(text) {
        if (inTitle) title += text;
        if (inHeading) heading += text;
        if (crumbDepth > 0) crumb += text;
        if (dropped > 0) return;
        top().html += escapeMarkup(text);
        top().text += (text.match(/[\p{L}\p{N}]/gu) ?? []).length;
      },
      onclosetag(name) {
        if (VOID.has(name)) return;
        if (name === 'title') inTitle = false;
        if (name === 'h1') inHeading = false;
        if (crumbDepth > 0 && (name === 'li' || name === 'a')) {
          if (crumb.trim() !== '' && !crumbs.includes(oneLine(crumb))) crumbs.push(oneLine(crumb));
          crumb = '';
        }
        const closed = stack.length > 1 ? stack.pop() : undefined;
        if (!closed) return;
        if (closed.crumb) crumbDepth--;
        if (dropped > 0) {
          dropped--;
          return;
        }
        if (KEPT.has(closed.name)) closed.html += `</${closed.name}>`;
        consider(closed);
        top().html += closed.html;
        top().text += closed.text;
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(page);
  parser.end();
  consider(top());

  const found = best ?? { html: '', text: 0, rank: 0 };
  const name = oneLine(heading) || oneLine(meta['og:title'] ?? '') || oneLine(title);
  return {
    title: name,
    html: found.html.trim(),
    textLength: found.text,
    language: language ?? (meta['content-language'] || meta['og:locale'] || null),
    updatedAt: meta['article:modified_time'] || meta['last-modified'] || meta['article:published_time'] || meta['time:datetime'] || null,
    canonical,
    sections: crumbs.filter((c) => c !== name).slice(0, 20),
    noindex: /\bnoindex\b/i.test(meta.robots ?? ''),
  };
}

/** A sure sign outweighs length, unless there is hardly any text behind it. */
function worth({ rank, text }: Candidate): number {
  return (text < 40 ? 0 : rank * 1e9) + text;
}

function openTag(name: string, attributes: Record<string, string>): string {
  const href = name === 'a' && /^(?:https?:|mailto:|\/|#|\.)/i.test(attributes.href ?? '') ? attributes.href : undefined;
  return href === undefined ? `<${name}>` : `<a href="${escapeMarkup(href).replaceAll('"', '&quot;')}">`;
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
