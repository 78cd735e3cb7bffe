/** Every text of a corpus as term numbers, analysed once. */
import type { Corpus, TicketDocument } from '#shared/knowledge';
import { analyze } from '../../../text/analyze.ts';
import { queryTerms } from '../../rank/query.ts';
import { ticketLanguage } from '../../solved-tickets.ts';
import type { BuiltTables } from '../../types.ts';

export type CorpusTerms = {
  /** Terms that stay: those of articles, and those of two or more tickets. Numbers from `terms.length` on serve the build alone. */
  terms: string[];
  /** Known terms, the build's own included. */
  total: number;
  articles: { title: Uint32Array; summary: Uint32Array; headings: Uint32Array; text: Uint32Array }[];
  passages: Uint32Array[];
  /** Rows as in `tables.tickets`. */
  tickets: { subject: Uint32Array; body: Uint32Array; replies: Uint32Array; language: string }[];
};

const REPLY_TERMS = 600;
const REPLY_CHARS = 6_000;
const LINK = /https?:\S+/g;
/** Long numbers are orders, phones and serials: personal, and never the next customer's. */
const PRIVATE = /^\+?\d[\d.-]{5,}$/;

export function corpusTerms(corpus: Corpus, tables: BuiltTables): CorpusTerms {
  const documents = tables.links.map((link) => corpus.tickets[link.ticket] as TicketDocument);
  const languages = documents.map(ticketLanguage);
  const subjects = documents.map((d, i) => queryTerms(d.subject, [languages[i] as string]));
  const bodies = documents.map((d, i) => queryTerms(d.body, [languages[i] as string]));
  const fields = tables.articles.map((article, i) => ({
    title: analyze(article.title, article.language),
    summary: analyze(article.summary, article.language),
    // What others looked for and found here stands for it like its headings.
    address: analyze(`${addressWords(article.url)}\n${tables.searches?.[i] ?? ''}`, article.language),
  }));
  const passages = tables.passages.map((p) => ({
    terms: analyze(p.text, language(tables, p.article)),
    headings: analyze(p.headings.slice(1).join('\n'), language(tables, p.article)),
  }));

  const counts = new Map<string, number>();
  const count = (terms: Iterable<string>, amount: number): void => {
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + amount);
  };
  for (const { title, summary, address } of fields) count(new Set([...title, ...summary, ...address]), 2);
  for (const { terms, headings } of passages) count(new Set([...terms, ...headings]), 2);
  for (const [i, subject] of subjects.entries()) count(new Set([...subject, ...(bodies[i] as string[])]), 1);

  const numbers = new Map<string, number>();
  for (const [term, n] of counts) if (n >= 2 && !PRIVATE.test(term)) numbers.set(term, numbers.size);
  const terms = [...numbers.keys()];
  // A word that only replies share is numbered too, but does not stay.
  const kept = (list: readonly string[]): Uint32Array => Uint32Array.from(list.flatMap((term) => numbers.get(term) ?? []).filter((n) => n < terms.length));
  const grown = (list: readonly string[]): Uint32Array =>
    Uint32Array.from(list, (term) => {
      let n = numbers.get(term);
      if (n === undefined) {
        n = numbers.size;
        numbers.set(term, n);
      }
      return n;
    });

  const articleRows = fields.map(({ title, summary, address }, a) => {
    const own = passages.slice(tables.articles[a]?.firstPassage, (tables.articles[a]?.firstPassage ?? 0) + (tables.articles[a]?.passageCount ?? 0));
    return {
      title: kept(title),
      summary: kept(summary),
      headings: kept([...new Set([...own.flatMap((p) => p.headings), ...address])]),
      text: kept(own.flatMap((p) => p.terms)),
    };
  });
  const passageRows = passages.map((p) => kept([...p.headings, ...p.terms]));
  const ticketRows = documents.map((document, i) => ({
    subject: kept(subjects[i] as string[]),
    body: kept(bodies[i] as string[]),
    replies: grown(replyTerms(document, languages[i] as string)),
    language: languages[i] as string,
  }));
  return { terms, total: numbers.size, articles: articleRows, passages: passageRows, tickets: ticketRows };
}

const language = (tables: BuiltTables, article: number): string => tables.articles[article]?.language ?? 'en';

function replyTerms(document: TicketDocument, ticketLanguage_: string): string[] {
  const said = document.replies.filter((r) => r.role === 'agent' && r.public).map((r) => r.text.replace(LINK, ' '));
  return analyze(said.join('\n').slice(0, REPLY_CHARS), ticketLanguage_).slice(0, REPLY_TERMS);
}

/** A page's address often names the product and the topic that its text takes for granted. */
function addressWords(url: string | null): string {
  if (url === null || !URL.canParse(url)) return '';
  const { pathname, search } = new URL(url);
  return `${pathname} ${search}`
    .replace(/%[0-9a-f]{2}/gi, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !/\d{4,}/.test(word))
    .join(' ');
}
