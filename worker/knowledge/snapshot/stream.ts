/** Containers that need not fit in memory: sections come and go a piece at a time. */
import type { Sections } from '../types.ts';
import { layOut, rawBytes, type SectionShape, shapesOf } from './container.ts';

/** Where sections are read from: their shapes, and the bytes of each in order, cut anywhere. */
export type SectionSource = { shapes: readonly SectionShape[]; bytes(name: string): AsyncIterable<Uint8Array> };

export function inMemory(sections: Sections): SectionSource {
  return {
    shapes: shapesOf(sections),
    async *bytes(name) {
      const data = sections.get(name);
      if (data) yield rawBytes(data);
    },
  };
}

/** Those sections of a source alone whose names are `wanted`. */
export const onlySections = ({ shapes, bytes }: SectionSource, wanted: (name: string) => boolean): SectionSource => ({
  shapes: shapes.filter(({ name }) => wanted(name)),
  bytes,
});

/** The bytes that `writeContainer` makes of the sections of all sources; no two of them may hold one name. */
export async function* containerBytes(sources: readonly SectionSource[]): AsyncGenerator<Uint8Array> {
  const owner = new Map(sources.flatMap((source) => source.shapes.map(({ name }) => [name, source] as const)));
  const { head, sections } = layOut(sources.flatMap(({ shapes }) => [...shapes]));
  yield head;
  for (const { name, padded } of sections) {
    let left = padded;
    for await (const piece of owner.get(name)?.bytes(name) ?? []) {
      yield piece;
      left -= piece.length;
    }
    if (left > 0) yield new Uint8Array(left);
  }
}

/** The same bytes in parts of `size`, the last one shorter; each is valid until the next is asked for. At least one. */
export async function* inParts(pieces: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(Math.min(size, 65_536));
  let end = 0;
  let parts = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      if (end === size) {
        yield part;
        parts += 1;
        end = 0;
      }
      const next = piece.subarray(at, at + size - end);
      if (end + next.length > part.length) {
        const longer = new Uint8Array(Math.min(size, Math.max(end + next.length, part.length * 2)));
        longer.set(part.subarray(0, end));
        part = longer;
      }
      part.set(next, end);
      end += next.length;
      at += next.length;
    }
  }
  if (end > 0 || parts === 0) yield part.subarray(0, end);
}
