/** Tables of texts and records in stored results, written and read a few rows at a time. */
import type { SectionData } from '../types.ts';
import type { StoredSections } from './stored-sections.ts';

const BUFFER_BYTES = 65_536;
const AHEAD_BYTES = 131_072;

export type SectionWriter = {
  /** Adds to the end of a section, which has one type; sections may grow in turns. */
  add(name: string, data: SectionData): Promise<void>;
};

export type RowWriter = {
  add(text: string): void | Promise<void>;
  /** Once, after the last row. */
  end(): Promise<void>;
};

/** Writes what `putStrings` puts, without holding it. */
export function rowWriter(writer: SectionWriter, name: string): RowWriter {
  const encoder = new TextEncoder();
  let buffer = new Uint8Array(BUFFER_BYTES);
  let used = 0;
  let offsets = new Uint32Array(1_024);
  let rows = 0;
  const flush = async (): Promise<void> => {
    const bytes = buffer.subarray(0, used);
    used = 0;
    await writer.add(`${name}.bytes`, bytes);
  };
  const append = (text: string): void => {
    const most = text.length * 3;
    if (most > buffer.length) buffer = new Uint8Array(most);
    const { written } = encoder.encodeInto(text, buffer.subarray(used));
    used += written;
    if (rows + 1 === offsets.length) {
      const longer = new Uint32Array(offsets.length * 2);
      longer.set(offsets);
      offsets = longer;
    }
    offsets[rows + 1] = (offsets[rows] as number) + written;
    rows += 1;
  };
  return {
    add(text) {
      if (used + text.length * 3 <= buffer.length) return append(text);
      return flush().then(() => append(text));
    },
    async end() {
      await flush();
      await writer.add(`${name}.offsets`, offsets.subarray(0, rows + 1));
    },
  };
}

export type RowReader = {
  readonly length: number;
  get(row: number): Promise<string>;
  slice(first: number, count: number): Promise<string[]>;
};

/** Reads what `putStrings` or a `RowWriter` put; ahead, so that rows in order cost a look into the store for many. */
export async function rowReader(source: StoredSections, name: string): Promise<RowReader> {
  const decoder = new TextDecoder();
  const offsets = (await source.load([`${name}.offsets`])).get(`${name}.offsets`) as Uint32Array;
  const length = offsets.length - 1;
  const last = offsets[length] as number;
  let from = 0;
  let until = 0;
  let window = new Uint8Array(AHEAD_BYTES);
  const text = async (row: number): Promise<string> => {
    if (row < 0 || row >= length) throw new RangeError(`${name} has no row ${row}`);
    const [start, end] = [offsets[row] as number, offsets[row + 1] as number];
    if (start < from || end > until) {
      if (end - start > window.length) window = new Uint8Array(end - start);
      from = start;
      until = Math.min(last, start + window.length);
      await source.read(`${name}.bytes`, from, window.subarray(0, until - from));
    }
    return decoder.decode(window.subarray(start - from, end - from));
  };
  return {
    length,
    get: text,
    async slice(first, count) {
      const texts: string[] = [];
      for (let row = first; row < first + count; row++) texts.push(await text(row));
      return texts;
    },
  };
}

/** Every row in order. */
export async function eachRow(source: StoredSections, name: string, visit: (text: string, row: number) => void | Promise<void>): Promise<void> {
  const rows = await rowReader(source, name);
  for (let row = 0; row < rows.length; row++) await visit(await rows.get(row), row);
}
