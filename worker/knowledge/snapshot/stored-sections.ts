/** Sections that lie in parts of a store and are read a piece at a time: a large help centre's fit no isolate at once. */
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { SnapshotStore } from '../../ports.ts';
import type { Sections } from '../types.ts';
import { bytesOf, emptySection, rawBytes, readHead, type SectionShape } from './container.ts';
import { partRoom } from './part-room.ts';
import type { SectionSource } from './stream.ts';

export type Piece = [at: number, bytes: number];
export type Placed = SectionShape & { pieces: readonly Piece[] };

export type StoredSections = SectionSource & {
  /** The sections of these tables or names, all without. */
  load(names?: readonly string[]): Promise<Sections>;
  /** As many bytes of a section as fit `into`, from one on. */
  read(name: string, from: number, into: Uint8Array): Promise<void>;
};

/** `partOf` answers a part of `partBytes` (the last one may be shorter); the last ones it keeps, as parts are asked for again. */
export function storedSections(placed: readonly Placed[], partBytes: number, partOf: (part: number) => Promise<Uint8Array>): StoredSections {
  const piecesOf = new Map(placed.map(({ name, pieces }) => [name, pieces]));
  async function* views(name: string, from: number, to: number): AsyncGenerator<Uint8Array> {
    let start = 0;
    for (const [at, length] of piecesOf.get(name) ?? []) {
      const end = Math.min(at + length, at + to - start);
      for (let next = Math.max(at, at + from - start); next < end; ) {
        const inPart = next % partBytes;
        const view = (await partOf(Math.floor(next / partBytes))).subarray(inPart, Math.min(partBytes, inPart + end - next));
        yield view;
        next += view.length;
      }
      start += length;
      if (start >= to) return;
    }
  }
  const fill = async (name: string, from: number, into: Uint8Array): Promise<void> => {
    let at = 0;
    for await (const view of views(name, from, from + into.length)) {
      into.set(view, at);
      at += view.length;
    }
  };
  return {
    shapes: placed.map(({ name, type, count }) => ({ name, type, count })),
    bytes: (name) => views(name, 0, Number.POSITIVE_INFINITY),
    read: fill,
    async load(names) {
      const sections: Sections = new Map();
      for (const shape of placed) {
        if (names && !names.some((name) => shape.name === name || shape.name.startsWith(`${name}.`))) continue;
        const data = emptySection(shape);
        await fill(shape.name, 0, rawBytes(data));
        sections.set(shape.name, data);
      }
      return sections;
    },
  };
}

/** The parts of a snapshot, one in memory at a time. Throws `AppError('snapshot_missing')` where they are not what their hash says. */
export async function storedSnapshot(
  installation: string,
  { hash, parts }: { hash: string; parts: number },
  snapshots: Pick<SnapshotStore, 'get'>,
): Promise<StoredSections> {
  const damaged = (): AppError =>
    new AppError('snapshot_missing', 'The knowledge snapshot is damaged (its content is not what its name says); build it again.');
  const held = partRoom(1);
  const partOf = (part: number) =>
    held(String(part), async () => {
      const buffer = await snapshots.get(installation, hash, part);
      if (buffer === null) throw new AppError('snapshot_missing', `Part ${part + 1} of ${parts} of the knowledge snapshot is missing; build it again.`);
      return new Uint8Array(buffer);
    });
  const sum = createHash('sha256');
  for (let part = 0; part < parts; part++) sum.update(await partOf(part));
  if (sum.digest('hex') !== hash) throw damaged();
  const first = await partOf(0);
  const partBytes = first.length;
  const placed = readHead(first).map(({ at, ...shape }): Placed => ({ ...shape, pieces: [[at, bytesOf(shape)]] }));
  return storedSections(placed, partBytes, partOf);
}
