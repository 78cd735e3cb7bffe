/** Every text of a corpus as term numbers, analysed once. */
import type { TicketDocument } from '#shared/knowledge';
import { analyze } from '../../../text/analyze.ts';
import { queryTerms } from '../../rank/query.ts';
import { ticketLanguage } from '../../solved-tickets.ts';
import type { BuiltTables } from '../../types.ts';
import { countRows, type SparseRows } from './sparse-rows.ts';

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

/** Two tickets, or one article. */
const ENOUGH = 2;
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
      const kept = (...lists: Uint32Array[]): Uint32Array => {
        const found = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
        let end = 0;
        for (const list of lists)
          for (const word of list) {
            const term = place[word] as number;
            if (term < terms.length) found[end++] = term;
          }
        return end === found.length ? found : found.slice(0, end);
      };
      const articleRows = articles.map(({ title, summary, address }, a) => {
        const from = tables.articles[a]?.firstPassage ?? 0;
        const own = passages.slice(from, from + (tables.articles[a]?.passageCount ?? 0));
        const headings = new Set(own.flatMap((p) => [...p.headings]).concat([...address]));
        return { title: kept(title), summary: kept(summary), headings: kept(Uint32Array.from(headings)), text: kept(...own.map((p) => p.terms)) };
      });
      const passageRows = passages.map((p) => kept(p.headings, p.terms));
      const replies = countRows(rows, total, (bag, row) => {
        for (const word of tickets[row]?.replies ?? none) if ((place[word] as number) < total) bag.add(place[word] as number, 1);
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
  /** By word; enough for keeping is enough, so that they do not overflow. */
  #support = new Uint8Array(1_024);
  #replies = new Uint8Array(1_024);
  /** The text that a word was counted in last. */
  #seenIn = new Uint32Array(1_024);
  #text = 0;

  of(words: readonly string[]): Uint32Array {
    const found = new Uint32Array(words.length);
    for (const [i, word] of words.entries()) {
      let n = this.#numbers.get(word);
      if (n === undefined) {
        n = this.#numbers.size;
        this.#numbers.set(word, n);
        if (n === this.#support.length) this.#grow();
      }
      found[i] = n;
    }
    return found;
  }

  count(lists: readonly Uint32Array[], amount: number): void {
    this.#eachOnce(lists, this.#support, amount);
  }

  countReply(list: Uint32Array): void {
    this.#eachOnce([list], this.#replies, 1);
  }

  #eachOnce(lists: readonly Uint32Array[], counts: Uint8Array, amount: number): void {
    this.#text += 1;
    for (const list of lists) {
      for (const n of list) {
        if (this.#seenIn[n] === this.#text) continue;
        this.#seenIn[n] = this.#text;
        counts[n] = Math.min(ENOUGH, (counts[n] as number) + amount);
      }
    }
  }

  #grow(): void {
    const longer = <T extends Uint8Array | Uint32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const size = this.#support.length * 2;
    this.#support = longer(this.#support, new Uint8Array(size));
    this.#replies = longer(this.#replies, new Uint8Array(size));
    this.#seenIn = longer(this.#seenIn, new Uint32Array(size));
  }

  /** The words that stay, by code unit; after them, as numbers alone, what only replies share. `place` of all others is `total`. Once. */
  settle(): { terms: string[]; total: number; place: Uint32Array } {
    const numberOf = (word: string): number => this.#numbers.get(word) as number;
    const all = [...this.#numbers.keys()].sort();
    const stays = (word: string): boolean => (this.#support[numberOf(word)] as number) >= ENOUGH && !PRIVATE.test(word);
    const terms = all.filter(stays);
    const place = new Uint32Array(all.length);
    let shared = 0;
    for (const word of all) if (!stays(word) && (this.#replies[numberOf(word)] as number) >= ENOUGH) place[numberOf(word)] = terms.length + ++shared;
    const total = terms.length + shared;
    // Until here 0 stands for none, and what is shared is one too high.
    for (const [n, at] of place.entries()) place[n] = at === 0 ? total : at - 1;
    for (const [i, word] of terms.entries()) place[numberOf(word)] = i;
    this.#numbers.clear();
    return { terms, total, place };
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
