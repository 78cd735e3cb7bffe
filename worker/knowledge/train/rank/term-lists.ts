/** Lists of term numbers by row, without an array a list; they grow without being copied. */
import { giveBack } from '../../give-back.ts';
import type { SectionWriter } from '../../snapshot/rows.ts';
import type { Sections } from '../../types.ts';

const CHUNK_TERMS = 131_072;

export class TermLists {
  /** One more than the highest row that was put. */
  length = 0;
  #chunks: Uint32Array[] = [];
  /** Terms in use of the last chunk. */
  #used = 0;
  #chunkOf: Uint16Array = new Uint16Array(1_024);
  #start: Uint32Array = new Uint32Array(1_024);
  #size: Uint32Array = new Uint32Array(1_024);

  /** Rows may come in any order, each once; those that never come are empty. */
  put(row: number, ...lists: readonly Uint32Array[]): void {
    const size = lists.reduce((sum, list) => sum + list.length, 0);
    if (this.#chunks.length === 0 || this.#used + size > (this.#chunks.at(-1) as Uint32Array).length) {
      this.#chunks.push(new Uint32Array(Math.max(CHUNK_TERMS, size)));
      this.#used = 0;
    }
    while (row >= this.#start.length) this.#grow();
    this.#chunkOf[row] = this.#chunks.length - 1;
    this.#start[row] = this.#used;
    this.#size[row] = size;
    const chunk = this.#chunks.at(-1) as Uint32Array;
    for (const list of lists) {
      chunk.set(list, this.#used);
      this.#used += list.length;
    }
    this.length = Math.max(this.length, row + 1);
  }

  /** A view. */
  at(row: number): Uint32Array {
    const start = this.#start[row] ?? 0;
    return (this.#chunks[this.#chunkOf[row] ?? 0] ?? new Uint32Array(0)).subarray(start, start + (this.#size[row] ?? 0));
  }

  /** Every term becomes what stands at its place; from `limit` on it is left out. */
  renumber(places: Uint32Array, limit: number): void {
    for (let row = 0; row < this.length; row++) {
      const list = this.at(row);
      let end = 0;
      for (let i = 0; i < list.length; i++) {
        const term = places[list[i] as number] as number;
        if (term < limit) list[end++] = term;
      }
      this.#size[row] = end;
    }
  }

  /** Empties it, and the arrays it was made of. */
  giveBack(): void {
    giveBack(...this.#chunks);
    this.#chunks = [];
    this.length = 0;
    this.#size = new Uint32Array(0);
  }

  /** As sections `name.offsets` and `name.terms`. */
  async store(writer: SectionWriter, name: string): Promise<void> {
    const offsets = new Uint32Array(this.length + 1);
    const buffer = new Uint32Array(16_384);
    let used = 0;
    const flush = async (): Promise<void> => {
      await writer.add(`${name}.terms`, buffer.subarray(0, used));
      used = 0;
    };
    for (let row = 0; row < this.length; row++) {
      const list = this.at(row);
      offsets[row + 1] = (offsets[row] as number) + list.length;
      if (used + list.length > buffer.length) await flush();
      if (list.length > buffer.length) await writer.add(`${name}.terms`, list);
      else {
        buffer.set(list, used);
        used += list.length;
      }
    }
    await flush();
    await writer.add(`${name}.offsets`, offsets);
  }

  /** What was stored under a name; a view on the sections. */
  static stored(sections: Sections, name: string): TermLists {
    const lists = new TermLists();
    const offsets = sections.get(`${name}.offsets`) as Uint32Array;
    lists.#chunks = [sections.get(`${name}.terms`) as Uint32Array];
    lists.length = offsets.length - 1;
    lists.#chunkOf = new Uint16Array(lists.length);
    lists.#start = offsets;
    lists.#size = Uint32Array.from({ length: lists.length }, (_, row) => (offsets[row + 1] as number) - (offsets[row] as number));
    return lists;
  }

  #grow(): void {
    const size = this.#start.length * 2;
    const longer = <T extends Uint16Array | Uint32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#chunkOf = longer(this.#chunkOf, new Uint16Array(size));
    this.#start = longer(this.#start, new Uint32Array(size));
    this.#size = longer(this.#size, new Uint32Array(size));
  }
}
