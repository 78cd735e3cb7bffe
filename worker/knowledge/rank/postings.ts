import { giveBack } from '../give-back.ts';

/** A growing list of postings in typed arrays: millions of them without an object each. */
export class Postings {
  term = new Uint32Array(1024);
  row = new Uint32Array(1024);
  value = new Float32Array(1024);
  length = 0;

  add(term: number, row: number, value: number): void {
    if (this.length === this.term.length) this.#grow();
    this.term[this.length] = term;
    this.row[this.length] = row;
    this.value[this.length] = value;
    this.length++;
  }

  /** Nothing may look at them any more. */
  giveBack(): void {
    giveBack(this.term, this.row, this.value);
  }

  #grow(): void {
    const size = Math.ceil(this.length * 1.5);
    const term = new Uint32Array(size);
    const row = new Uint32Array(size);
    const value = new Float32Array(size);
    term.set(this.term);
    row.set(this.row);
    value.set(this.value);
    this.giveBack();
    this.term = term;
    this.row = row;
    this.value = value;
  }
}
