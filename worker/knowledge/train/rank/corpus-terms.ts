/** Every text of a corpus as term numbers, analysed once. */
import type { TicketDocument } from '#shared/knowledge';
import { analyze } from '../../../text/analyze.ts';
import { queryTerms } from '../../rank/query.ts';
import { ticketLanguage } from '../../solved-tickets.ts';
import type { BuiltTables } from '../../types.ts';
import { countRows, countTerms, type SparseRows } from './sparse-rows.ts';

export type CorpusTerms = {
  /** Terms that stay: those of articles, and those of two or more tickets. Numbers from `terms.length` on serve the build alone. */
  terms: string[];
  /** Known terms, the build's own included. */
  total: number;
  articles: { title: Uint32Array; summary: Uint32Array; headings: Uint32Array; text: Uint32Array }[];
  passages: Uint32Array[];
  /** Rows as in `tables.tickets`. */
  tickets: { subject: Uint32Array; body: Uint32Array }[];
  /** The same rows: what agents replied, counted. */
  replies: SparseRows;
};

const REPLY_TERMS = 600;
const REPLY_CHARS = 6_000;
const LINK = /https?:\S+/g;
/** Long numbers are orders, phones and serials: personal, and never the next customer's. */
const PRIVATE = /^\+?\d[\d.-]{5,}$/;

type Tables = Pick<BuiltTables, 'articles' | 'passages' | 'searches'>;
export type TermReader = { read(row: number, document: TicketDocument): void; finish(): CorpusTerms };

/** Reads tickets one at a time, in any order: of each only the numbers of its terms are kept. Equal rows give equal terms. */
export function termReader(tables: Tables, rows: number): TermReader {
  const words = new Numbers();
  const articles = tables.articles.map((article, i) => ({
    title: words.of(analyze(article.title, article.language)),
    summary: words.of(analyze(article.summary, article.language)),
    // What others looked for and found here stands for it like its headings.
    address: words.of(analyze(`${addressWords(article.url)}\n${tables.searches?.[i] ?? ''}`, article.language)),
  }));
  const passages = tables.passages.map((p) => ({
    terms: words.of(analyze(p.text, language(tables, p.article))),
    headings: words.of(analyze(p.headings.slice(1).join('\n'), language(tables, p.article))),
  }));
  for (const { title, summary, address } of articles) words.count([title, summary, address], 2);
  for (const { terms, headings } of passages) words.count([terms, headings], 2);
  const none: Uint32Array = new Uint32Array(0);
  const tickets = Array.from({ length: rows }, () => ({ subject: none, body: none, replies: none }));
  return {
    read(row, document) {
      const spoken = ticketLanguage(document);
      const subject = words.of(queryTerms(document.subject, [spoken]));
      const body = words.of(queryTerms(document.body, [spoken]));
      const replies = words.of(replyTerms(document, spoken));
      words.count([subject, body], 1);
      words.countReply(replies);
      tickets[row] = { subject, body, replies };
    },
    finish() {
      const { terms, total, place } = words.settle();
      const kept = (...lists: Uint32Array[]): Uint32Array =>
        Uint32Array.from(lists.flatMap((list) => [...list.map((word) => place[word] as number)]).filter((n) => n < terms.length));
      const articleRows = articles.map(({ title, summary, address }, a) => {
        const from = tables.articles[a]?.firstPassage ?? 0;
        const own = passages.slice(from, from + (tables.articles[a]?.passageCount ?? 0));
        const headings = new Set([...own.flatMap((p) => [...p.headings]), ...address]);
        return { title: kept(title), summary: kept(summary), headings: kept(Uint32Array.from(headings)), text: kept(...own.map((p) => p.terms)) };
      });
      const passageRows = passages.map((p) => kept(p.headings, p.terms));
      const replies = countRows(rows, (row) => {
        const known = (tickets[row]?.replies ?? none).map((word) => place[word] as number).filter((n) => n < total);
        return countTerms([{ terms: known, weight: 1 }]);
      });
      return {
        terms,
        total,
        articles: articleRows,
        passages: passageRows,
        tickets: tickets.map((t) => ({ subject: kept(t.subject), body: kept(t.body) })),
        replies,
      };
    },
  };
}

/** Words as numbers in order of appearance, with how much speaks for keeping each. */
class Numbers {
  readonly #numbers = new Map<string, number>();
  readonly #support: number[] = [];
  readonly #replies: number[] = [];

  of(words: readonly string[]): Uint32Array {
    return Uint32Array.from(words, (word) => {
      let n = this.#numbers.get(word);
      if (n === undefined) {
        n = this.#numbers.size;
        this.#numbers.set(word, n);
        this.#support.push(0);
        this.#replies.push(0);
      }
      return n;
    });
  }

  count(lists: readonly Uint32Array[], amount: number): void {
    for (const n of new Set(lists.flatMap((list) => [...list]))) this.#support[n] = (this.#support[n] as number) + amount;
  }

  countReply(list: Uint32Array): void {
    for (const n of new Set(list)) this.#replies[n] = (this.#replies[n] as number) + 1;
  }

  /** The words that stay, by code unit; after them, as numbers alone, what only replies share. `place` of all others is `total`. */
  settle(): { terms: string[]; total: number; place: Uint32Array } {
    const all = [...this.#numbers].sort(([a], [b]) => (a < b ? -1 : 1));
    const stays = ([word, n]: [string, number]): boolean => (this.#support[n] as number) >= 2 && !PRIVATE.test(word);
    const terms = all.filter(stays);
    const shared = all.filter((entry) => !stays(entry) && (this.#replies[entry[1]] as number) >= 2);
    const total = terms.length + shared.length;
    const place = new Uint32Array(all.length).fill(total);
    for (const [i, [, n]] of [...terms, ...shared].entries()) place[n] = i;
    return { terms: terms.map(([word]) => word), total, place };
  }
}

const language = (tables: Tables, article: number): string => tables.articles[article]?.language ?? 'en';

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
