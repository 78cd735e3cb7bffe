/** Every text of a corpus as term numbers, analysed once. */
import type { TicketDocument } from '#shared/knowledge';
import { analyze } from '../../../text/analyze.ts';
import { queryTerms } from '../../rank/query.ts';
import { ticketLanguage } from '../../solved-tickets.ts';
import type { Article, Passage } from '../../types.ts';
import { countRows, type SparseRows } from './sparse-rows.ts';
import { TermLists } from './term-lists.ts';

export type CorpusTerms = {
  /** How many terms stay: those of articles, and those of two or more tickets. Numbers from here on serve the build alone. */
  size: number;
  /** Known terms, the build's own included. */
  total: number;
  articles: { length: number; at(article: number): ArticleTerms };
  passages: { length: number; at(passage: number): readonly Uint32Array[] };
  /** Rows as in `tables.tickets`. */
  tickets: { length: number; at(row: number): { subject: Uint32Array; body: Uint32Array } };
  /** The same rows: what agents replied, counted. */
  replies: SparseRows;
};

export type ArticleTerms = Record<'title' | 'summary' | 'headings' | 'text', readonly Uint32Array[]>;

/** Two tickets, or one article. */
const ENOUGH = 2;
const REPLY_TERMS = 600;
const REPLY_CHARS = 6_000;
const LINK = /https?:\S+/g;
/** Long numbers are orders, phones and serials: personal, and never the next customer's. */
const PRIVATE = /^\+?\d[\d.-]{5,}$/;

export const listNames = ['title', 'summary', 'headings', 'under', 'text', 'subject', 'body', 'replies'] as const;
/** By article: `title`, `summary` and `headings`; by passage: `under` (its headings) and `text`; by ticket: the others. */
export type CorpusLists = Record<(typeof listNames)[number], TermLists>;

export type TermReader = {
  /** In the order of the table; `searches` is what visitors looked for before they opened it. */
  article(article: Pick<Article, 'title' | 'summary' | 'url' | 'language'>, searches: string, passages: readonly Pick<Passage, 'text' | 'headings'>[]): void;
  /** The same of an article that `base` holds at `row`, its passages from `first` on. */
  same(row: number, first: number, passages: number): void;
  /** In any order. */
  ticket(row: number, document: TicketDocument): void;
  /** Once. `terms` are those that stay. */
  finish(): { terms: string[]; total: number; lists: CorpusLists };
};

/**
 * Reads texts one at a time: of each only the numbers of its terms are kept. Equal texts give equal terms. `base` is what an
 * earlier reader made.
 */
export function termReader(base?: { terms: readonly string[]; lists: CorpusLists }): TermReader {
  const words = new Numbers();
  if (base) words.of(base.terms);
  const lists = Object.fromEntries(listNames.map((name) => [name, new TermLists()])) as CorpusLists;
  return {
    article({ title, summary, url, language }, searches, passages) {
      const of = (text: string): Uint32Array => words.of(analyze(text, language));
      const row = lists.title.length;
      const [called, told] = [of(title), of(summary)];
      // What others looked for and found here stands for it like its headings.
      const address = of(`${addressWords(url)}\n${searches}`);
      words.count([called, told, address], 2);
      const headings = new Set<number>();
      for (const passage of passages) {
        const [text, under] = [of(passage.text), of(passage.headings.slice(1).join('\n'))];
        words.count([text, under], 2);
        for (const word of under) headings.add(word);
        lists.text.put(lists.text.length, text);
        lists.under.put(lists.under.length, under);
      }
      for (const word of address) headings.add(word);
      lists.title.put(row, called);
      lists.summary.put(row, told);
      lists.headings.put(row, Uint32Array.from(headings));
    },
    same(row, first, passages) {
      if (!base) throw new RangeError('there is no earlier reader');
      for (const name of ['title', 'summary', 'headings'] as const) {
        const list = base.lists[name].at(row);
        words.count([list], 2);
        lists[name].put(lists[name].length, list);
      }
      for (let passage = first; passage < first + passages; passage++) {
        for (const name of ['text', 'under'] as const) {
          const list = base.lists[name].at(passage);
          words.count([list], 2);
          lists[name].put(lists[name].length, list);
        }
      }
    },
    ticket(row, document) {
      const spoken = ticketLanguage(document);
      const subject = words.of(queryTerms(document.subject, [spoken]));
      const body = words.of(queryTerms(document.body, [spoken]));
      const replies = words.of(replyTerms(document, spoken));
      words.count([subject, body], 1);
      words.countReply(replies);
      lists.subject.put(row, subject);
      lists.body.put(row, body);
      lists.replies.put(row, replies);
    },
    finish() {
      const { terms, total, place } = words.settle();
      for (const name of listNames) lists[name].renumber(place, name === 'replies' ? total : terms.length);
      return { terms, total, lists };
    },
  };
}

/** `articles` tell where the passages of each lie. The lists are taken over; of replies only the counts are kept. */
export function corpusTerms(
  lists: CorpusLists,
  { size, total, articles, tickets }: { size: number; total: number; articles: readonly Pick<Article, 'firstPassage' | 'passageCount'>[]; tickets: number },
): CorpusTerms {
  const replies = countRows(tickets, total, (bag, row) => bag.addAll(lists.replies.at(row), 1));
  lists.replies.giveBack();
  return {
    size,
    total,
    articles: {
      length: articles.length,
      at(a) {
        const { firstPassage, passageCount } = articles[a] as (typeof articles)[number];
        const text = Array.from({ length: passageCount }, (_, i) => lists.text.at(firstPassage + i));
        return { title: [lists.title.at(a)], summary: [lists.summary.at(a)], headings: [lists.headings.at(a)], text };
      },
    },
    passages: { length: lists.text.length, at: (p) => [lists.under.at(p), lists.text.at(p)] },
    tickets: { length: tickets, at: (row) => ({ subject: lists.subject.at(row), body: lists.body.at(row) }) },
    replies,
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
