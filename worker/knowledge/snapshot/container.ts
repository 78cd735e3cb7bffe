/**
 * The binary a snapshot is: named, typed, 8-byte aligned sections behind a JSON header. Typed arrays are views on the
 * loaded bytes, so that opening one costs the header alone.
 *
 *   0  "DGS1"            magic, with the format's version
 *   4  u32               length of the header in bytes
 *   8  header            JSON: [[name, type, byte offset from the first section, element count], …]
 *   …  sections          each padded to 8 bytes
 */

import { AppError } from '../../errors.ts';
import type { SectionData, SectionReader, Sections, Table } from '../types.ts';

const MAGIC = 0x31534744;
const ALIGN = 8;

const arrays = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array, f64: Float64Array } as const;
type TypeName = keyof typeof arrays;
type HeaderRow = [name: string, type: TypeName, offset: number, count: number];

const align = (n: number): number => Math.ceil(n / ALIGN) * ALIGN;
const typeOf = (data: SectionData): TypeName => (Object.keys(arrays) as TypeName[]).find((t) => data instanceof arrays[t]) ?? 'u8';

export type SectionShape = { name: string; type: TypeName; count: number };
export const shapeOf = (name: string, data: SectionData): SectionShape => ({ name, type: typeOf(data), count: data.length });
export const shapesOf = (sections: Sections): SectionShape[] => [...sections].map(([name, data]) => shapeOf(name, data));
export const bytesOf = ({ type, count }: Pick<SectionShape, 'type' | 'count'>): number => count * arrays[type].BYTES_PER_ELEMENT;
export const emptySection = ({ type, count }: SectionShape): SectionData => new arrays[type](count);

/** What comes before the first section; and the sections in name order, so that equal content gives equal bytes, each with its bytes up to the next. */
export function layOut(shapes: readonly SectionShape[]): { head: Uint8Array; sections: (SectionShape & { padded: number })[] } {
  const ordered = [...shapes].sort((a, b) => (a.name < b.name ? -1 : 1));
  let offset = 0;
  const rows: HeaderRow[] = ordered.map((shape) => {
    const row: HeaderRow = [shape.name, shape.type, offset, shape.count];
    offset += align(bytesOf(shape));
    return row;
  });
  const header = new TextEncoder().encode(JSON.stringify(rows));
  const head = new Uint8Array(align(8 + header.length));
  const view = new DataView(head.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.length, true);
  head.set(header, 8);
  return { head, sections: ordered.map((shape) => ({ ...shape, padded: align(bytesOf(shape)) })) };
}

/** The shapes that the head of a container names, with each section's place among all bytes. */
export function readHead(bytes: Uint8Array): (SectionShape & { at: number })[] {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const rows = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as HeaderRow[];
  return rows.map(([name, type, offset, count]) => ({ name, type, count, at: align(8 + length) + offset }));
}

export function writeContainer(sections: Sections): Uint8Array {
  const { head, sections: ordered } = layOut(shapesOf(sections));
  const bytes = new Uint8Array(ordered.reduce((sum, { padded }) => sum + padded, head.length));
  bytes.set(head);
  let at = head.length;
  for (const { name, padded } of ordered) {
    bytes.set(rawBytes(sections.get(name) as SectionData), at);
    at += padded;
  }
  return bytes;
}

export const rawBytes = (data: SectionData): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Throws `AppError('snapshot_missing')` on anything that is not a whole container of this format. */
export function openContainer(buffer: ArrayBuffer): SectionReader {
  const broken = (what: string): AppError => new AppError('snapshot_missing', `The knowledge snapshot is damaged (${what}); build it again.`);
  if (buffer.byteLength < 8) throw broken('too short');
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC) throw broken('unknown format');
  const headerLength = view.getUint32(4, true);
  const start = align(8 + headerLength);
  if (start > buffer.byteLength) throw broken('cut header');
  const rows = new Map<string, HeaderRow>();
  for (const row of JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength))) as HeaderRow[]) rows.set(row[0], row);

  function read<T extends TypeName>(name: string, type: T): InstanceType<(typeof arrays)[T]> {
    const row = rows.get(name);
    if (row?.[1] !== type) throw broken(`no ${type} section ${name}`);
    const make = arrays[type] as unknown as new (b: ArrayBuffer, o: number, n: number) => InstanceType<(typeof arrays)[T]>;
    if (start + row[2] + row[3] * arrays[type].BYTES_PER_ELEMENT > buffer.byteLength) throw broken(`cut section ${name}`);
    return new make(buffer, start + row[2], row[3]);
  }
  const decoder = new TextDecoder();
  return {
    has: (name) => rows.has(name) || rows.has(`${name}.bytes`),
    u8: (name) => read(name, 'u8'),
    u16: (name) => read(name, 'u16'),
    u32: (name) => read(name, 'u32'),
    i32: (name) => read(name, 'i32'),
    f32: (name) => read(name, 'f32'),
    f64: (name) => read(name, 'f64'),
    json: <T>(name: string): T => JSON.parse(decoder.decode(read(name, 'u8'))) as T,
    strings(name): Table<string> {
      const offsets = read(`${name}.offsets`, 'u32');
      const bytes = read(`${name}.bytes`, 'u8');
      return { length: offsets.length - 1, get: (i) => decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])) };
    },
  };
}

export function putJson(sections: Sections, name: string, value: unknown): void {
  sections.set(name, new TextEncoder().encode(JSON.stringify(value)));
}

export function putStrings(sections: Sections, name: string, values: readonly string[]): void {
  putEncoded(sections, name, values.length, (i) => values[i] as string);
}

/** Records as JSON, one a string: decoded when asked for, and kept. */
export function putRecords(sections: Sections, name: string, records: readonly unknown[]): void {
  putEncoded(sections, name, records.length, (i) => JSON.stringify(records[i]));
}

/** One string in memory at a time: the tables of a large help desk would not fit twice beside their documents. */
function putEncoded(sections: Sections, name: string, count: number, valueAt: (index: number) => string): void {
  const encoder = new TextEncoder();
  const offsets = new Uint32Array(count + 1);
  let bytes = new Uint8Array(4_096);
  let end = 0;
  for (let i = 0; i < count; i++) {
    const value = valueAt(i);
    const most = end + value.length * 3;
    if (most > bytes.length) {
      const grown = new Uint8Array(Math.max(most, Math.ceil(bytes.length * 1.5)));
      grown.set(bytes.subarray(0, end));
      bytes = grown;
    }
    end += encoder.encodeInto(value, bytes.subarray(end)).written;
    offsets[i + 1] = end;
  }
  sections.set(`${name}.bytes`, bytes.slice(0, end));
  sections.set(`${name}.offsets`, offsets);
}

/** The texts that `putStrings` put. */
export function stringsOf(sections: Sections, name: string): string[] {
  const offsets = sections.get(`${name}.offsets`) as Uint32Array;
  const bytes = sections.get(`${name}.bytes`) as Uint8Array;
  const decoder = new TextDecoder();
  return Array.from({ length: offsets.length - 1 }, (_, i) => decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])));
}

/** The records that `putRecords` put. */
export const recordsOf = <T>(sections: Sections, name: string): T[] => mapRecords<T, T>(sections, name, (record) => record);

/** What `keep` takes of each record: one in memory at a time. */
export function mapRecords<T, R>(sections: Sections, name: string, keep: (record: T, index: number) => R): R[] {
  const offsets = sections.get(`${name}.offsets`) as Uint32Array;
  const bytes = sections.get(`${name}.bytes`) as Uint8Array;
  const decoder = new TextDecoder();
  return Array.from({ length: offsets.length - 1 }, (_, i) => keep(JSON.parse(decoder.decode(bytes.subarray(offsets[i], offsets[i + 1]))) as T, i));
}

/** The texts that `putStrings` put, each decoded whenever it is asked for. */
export function stringTable(sections: Sections, name: string): Table<string> {
  const offsets = sections.get(`${name}.offsets`) as Uint32Array;
  const bytes = sections.get(`${name}.bytes`) as Uint8Array;
  const decoder = new TextDecoder();
  return { length: offsets.length - 1, get: (i) => decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])) };
}

export function readRecords<T>(reader: SectionReader, name: string): Table<T> {
  const strings = reader.strings(name);
  const kept = new Map<number, T>();
  return {
    length: strings.length,
    get(index) {
      let record = kept.get(index);
      if (record === undefined) {
        if (index < 0 || index >= strings.length) throw new RangeError(`${name} has no record ${index}`);
        record = JSON.parse(strings.get(index)) as T;
        kept.set(index, record);
      }
      return record;
    },
  };
}
