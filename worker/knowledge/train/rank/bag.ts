/** Counts of the terms of one text after another, without a map a text; terms are listed in order of first appearance. */
export class Bag {
  /** By term; read those of `terms` alone. */
  readonly counts: Float64Array;
  readonly terms: Uint32Array;
  size = 0;

  /** For terms below `terms`. */
  constructor(terms: number) {
    this.counts = new Float64Array(terms);
    this.terms = new Uint32Array(terms);
  }

  /** `weight` above zero. */
  add(term: number, weight: number): void {
    if (this.counts[term] === 0) this.terms[this.size++] = term;
    this.counts[term] = (this.counts[term] as number) + weight;
  }

  addAll(terms: Uint32Array, weight: number): void {
    for (let i = 0; i < terms.length; i++) this.add(terms[i] as number, weight);
  }

  addLists(lists: readonly Uint32Array[], weight: number): void {
    for (const list of lists) this.addAll(list, weight);
  }

  clear(): void {
    for (let i = 0; i < this.size; i++) this.counts[this.terms[i] as number] = 0;
    this.size = 0;
  }
}
