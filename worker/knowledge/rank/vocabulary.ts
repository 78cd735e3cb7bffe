/** Terms by number, looked up by an open-addressing hash table that lies in the snapshot as it is. */
import { putStrings } from '../snapshot/container.ts';
import type { SectionReader, Sections, Table } from '../types.ts';

export type Vocabulary = {
  size: number;
  /** Number of a term, −1 when unknown. */
  find(term: string): number;
  term(index: number): string;
  /** How much a term tells: ln((N + 1) / n) over solved tickets where they are many, over articles and tickets otherwise; 0 for common words. */
  weights: Float32Array;
};

/** 32-bit FNV-1a over UTF-16 units; `salt` gives an independent second hash. */
function hash(term: string, salt: number): number {
  let h = 0x811c9dc5 ^ salt;
  for (let i = 0; i < term.length; i++) h = Math.imul(h ^ term.charCodeAt(i), 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3ca5);
  return (h ^ (h >>> 13)) >>> 0;
}

const CHECK = 0x5bd1e995;

/** Slots hold a term's number + 1 and a second hash of it; two terms that share both are taken for one (1 in 2⁴⁴). */
export function putVocabulary(sections: Sections, terms: readonly string[], weights: Float32Array): void {
  let slots = 16;
  while (slots < terms.length * 1.5) slots *= 2;
  const table = new Uint32Array(slots * 2);
  for (const [i, term] of terms.entries()) {
    let at = hash(term, 0) & (slots - 1);
    while (table[at * 2] !== 0) at = (at + 1) & (slots - 1);
    table[at * 2] = i + 1;
    table[at * 2 + 1] = hash(term, CHECK);
  }
  sections.set('rank.vocabulary.table', table);
  sections.set('rank.vocabulary.weights', weights);
  putStrings(sections, 'rank.vocabulary.terms', terms);
}

export function readVocabulary(reader: SectionReader): Vocabulary {
  const table = reader.u32('rank.vocabulary.table');
  const slots = table.length / 2;
  const terms: Table<string> = reader.strings('rank.vocabulary.terms');
  return {
    size: terms.length,
    weights: reader.f32('rank.vocabulary.weights'),
    term: (index) => terms.get(index),
    find(term) {
      const check = hash(term, CHECK);
      for (let at = hash(term, 0) & (slots - 1); table[at * 2] !== 0; at = (at + 1) & (slots - 1))
        if (table[at * 2 + 1] === check) return (table[at * 2] as number) - 1;
      return -1;
    },
  };
}
