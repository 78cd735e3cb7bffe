/**
 * What one step of a build hands to the next: named sections, kept beside the snapshots under a key that names everything
 * they were made from. They are written and read a piece at a time, in parts small enough that a step holds little else; each
 * part ends with its SHA-256, and the last one is the directory. A result that is missing or damaged is made again, never trusted.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { KnowledgeRecord, SnapshotStore } from '../../ports.ts';
import { giveBack } from '../give-back.ts';
import { rawBytes, type SectionShape, shapeOf } from '../snapshot/container.ts';
import { partRoom } from '../snapshot/part-room.ts';
import type { SectionWriter } from '../snapshot/rows.ts';
import { type Piece, type StoredSections, storedSections } from '../snapshot/stored-sections.ts';
import type { Sections } from '../types.ts';

/** What a build's own results are called among the snapshots: this, then step and key. */
export const ARTIFACT = 'work-';
export const artifactName = (name: string, key: string): string => `${ARTIFACT}${name}-${key}`;

const DIGEST_BYTES = 32;
const CONTENT_BYTES = 2 * 1024 * 1024;
const HELD_PARTS = 2;

export type Artifact = StoredSections;

export type Artifacts = {
  /** Checks every byte of what is stored. */
  find(name: string, key: string): Promise<Artifact | null>;
  keep(name: string, key: string, sections: Sections): Promise<void>;
  /** `fill` answers the key of what it has written, where that shows at the end alone; until then it lies under `key`. */
  write(name: string, key: string, fill: (writer: SectionWriter) => Promise<string>): Promise<string>;
};

type Directory = [name: string, type: SectionShape['type'], count: number, pieces: Piece[]][];
type ArtifactRecord = Pick<KnowledgeRecord, 'keepArtifact' | 'artifactParts'>;

export function artifactStore(installation: string, { snapshots, record }: { snapshots: SnapshotStore; record: ArtifactRecord }): Artifacts {
  const isWhole = async (name: string, part: number): Promise<boolean> => {
    const buffer = await snapshots.get(installation, name, part);
    const whole = contentOf(buffer) !== null;
    giveBack(buffer);
    return whole;
  };
  /** The parts that were read last, of all results: a step goes through one or two of them at a time. */
  const held = partRoom(HELD_PARTS);
  const partOf = (name: string) => (part: number) =>
    held(`${name}/${part}`, async () => {
      const buffer = await snapshots.get(installation, name, part);
      const content = contentOf(buffer);
      if (buffer === null || content === null)
        throw new AppError('unavailable', 'A stored result of the build has just been damaged or removed. It is made again.');
      return content;
    });
  const artifacts: Artifacts = {
    async find(name, key) {
      const parts = await record.artifactParts(name, key);
      const stored = artifactName(name, key);
      for (let part = 0; part < (parts ?? 0); part++) if (!(await isWhole(stored, part))) return null;
      if (parts === null) return null;
      const directory = await partOf(stored)(parts - 1);
      const rows = JSON.parse(new TextDecoder().decode(directory)) as Directory;
      return storedSections(
        rows.map(([section, type, count, pieces]) => ({ name: section, type, count, pieces })),
        CONTENT_BYTES,
        partOf(stored),
      );
    },
    async keep(name, key, sections) {
      await artifacts.write(name, key, async (writer) => {
        for (const [section, data] of sections) await writer.add(section, data);
        return key;
      });
    },
    async write(name, key, fill) {
      const put = (part: number, bytes: Uint8Array, as = key): Promise<void> => snapshots.put(installation, artifactName(name, as), part, bytes);
      const { writer, finish } = partWriter(put);
      const final = await fill(writer);
      const parts = await finish();
      if (final !== key) {
        for (let part = 0; part < parts; part++)
          await put(part, new Uint8Array((await snapshots.get(installation, artifactName(name, key), part)) ?? new ArrayBuffer(0)), final);
        await snapshots.remove(installation, artifactName(name, key), parts);
      }
      for (const old of await record.keepArtifact(name, final, parts)) await snapshots.remove(installation, artifactName(name, old.key), old.parts);
      return final;
    },
  };
  return artifacts;
}

function partWriter(put: (part: number, bytes: Uint8Array) => Promise<void>): { writer: SectionWriter; finish(): Promise<number> } {
  const directory = new Map<string, Directory[number]>();
  let content = new Uint8Array(65_536);
  let end = 0;
  let parts = 0;
  const flush = async (): Promise<void> => {
    content.set(digest(content.subarray(0, end)), end);
    await put(parts++, content.subarray(0, end + DIGEST_BYTES));
    end = 0;
  };
  const append = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length; ) {
      if (end === CONTENT_BYTES) await flush();
      const next = bytes.subarray(at, at + CONTENT_BYTES - end);
      if (end + next.length + DIGEST_BYTES > content.length) {
        const longer = new Uint8Array(DIGEST_BYTES + Math.min(CONTENT_BYTES, Math.max(end + next.length, content.length * 2)));
        longer.set(content.subarray(0, end));
        giveBack(content);
        content = longer;
      }
      content.set(next, end);
      end += next.length;
      at += next.length;
    }
  };
  return {
    writer: {
      async add(name, data) {
        const { type, count } = shapeOf(name, data);
        const row = directory.get(name) ?? [name, type, 0, []];
        directory.set(name, row);
        if (count === 0) return;
        const [last, at] = [row[3].at(-1), parts * CONTENT_BYTES + end];
        row[2] += count;
        if (last && last[0] + last[1] === at) last[1] += data.byteLength;
        else row[3].push([at, data.byteLength]);
        await append(rawBytes(data));
      },
    },
    async finish() {
      if (end > 0) await flush();
      await append(new TextEncoder().encode(JSON.stringify([...directory.values()])));
      await flush();
      giveBack(content);
      return parts;
    },
  };
}

/** The content of a part, null when it is not what was written. */
function contentOf(part: ArrayBuffer | null): Uint8Array<ArrayBuffer> | null {
  const end = (part?.byteLength ?? 0) - DIGEST_BYTES;
  if (part === null || end <= 0) return null;
  const content = new Uint8Array(part, 0, end);
  const expected = digest(content);
  return new Uint8Array(part, end).every((byte, i) => byte === expected[i]) ? content : null;
}

const digest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** A key from everything a result was made from. */
export const keyFrom = (...made: readonly string[]): string => createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 40);
