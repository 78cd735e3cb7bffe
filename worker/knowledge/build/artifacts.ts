/**
 * What one step of a build hands to the next: sections in a container, kept beside the snapshots under a key that names
 * everything they were made from. It lies in parts small enough that a step reads what it needs and holds little else; each
 * part ends with its SHA-256. A result that is missing or damaged is made again, never trusted.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { KnowledgeRecord, SnapshotStore } from '../../ports.ts';
import { bytesOf, emptySection, rawBytes, readHead } from '../snapshot/container.ts';
import { containerBytes, inMemory, inParts, type SectionSource } from '../snapshot/stream.ts';
import type { Sections } from '../types.ts';

/** What a build's own results are called among the snapshots: this, then step and key. */
export const ARTIFACT = 'work-';
export const artifactName = (name: string, key: string): string => `${ARTIFACT}${name}-${key}`;

const DIGEST_BYTES = 32;
const CONTENT_BYTES = 4 * 1024 * 1024;

export type Artifact = SectionSource & {
  /** The sections of these tables or names, all without; one part of the store is held beside them. */
  load(names?: readonly string[]): Promise<Sections>;
};

export type Artifacts = {
  /** Checks every byte of what is stored. */
  find(name: string, key: string): Promise<Artifact | null>;
  keep(name: string, key: string, sections: Sections): Promise<void>;
};

export function artifactStore(
  installation: string,
  { snapshots, record }: { snapshots: SnapshotStore; record: Pick<KnowledgeRecord, 'keepArtifact' | 'artifactParts'> },
): Artifacts {
  return {
    async find(name, key) {
      const parts = await record.artifactParts(name, key);
      if (parts === null) return null;
      const read = async (part: number): Promise<Uint8Array | null> => checked(await snapshots.get(installation, artifactName(name, key), part));
      const first = await read(0);
      if (first === null) return null;
      for (let part = 1; part < parts; part++) if ((await read(part)) === null) return null;
      return opened(first, read);
    },
    async keep(name, key, sections) {
      let parts = 0;
      for await (const content of inParts(containerBytes([inMemory(sections)]), CONTENT_BYTES)) {
        const part = new Uint8Array(content.length + DIGEST_BYTES);
        part.set(content);
        part.set(digest(content), content.length);
        await snapshots.put(installation, artifactName(name, key), parts++, part);
      }
      for (const old of await record.keepArtifact(name, key, parts)) await snapshots.remove(installation, artifactName(name, old.key), old.parts);
    },
  };
}

function opened(first: Uint8Array, read: (part: number) => Promise<Uint8Array | null>): Artifact {
  const shapes = readHead(first);
  let held = { part: 0, bytes: first };
  const partOf = async (part: number): Promise<Uint8Array> => {
    if (held.part !== part) {
      const bytes = await read(part);
      if (bytes === null) throw new AppError('unavailable', 'A stored result of the build has just been damaged or removed. It is made again.');
      held = { part, bytes };
    }
    return held.bytes;
  };
  async function* bytes(name: string): AsyncGenerator<Uint8Array> {
    const shape = shapes.find((s) => s.name === name);
    if (!shape) return;
    const end = shape.at + bytesOf(shape);
    for (let at = shape.at; at < end; ) {
      const from = at % CONTENT_BYTES;
      const piece = (await partOf(Math.floor(at / CONTENT_BYTES))).subarray(from, Math.min(CONTENT_BYTES, from + end - at));
      yield piece;
      at += piece.length;
    }
  }
  return {
    shapes,
    bytes,
    async load(names) {
      const sections: Sections = new Map();
      for (const shape of shapes) {
        if (names && !names.some((name) => shape.name === name || shape.name.startsWith(`${name}.`))) continue;
        const data = emptySection(shape);
        const raw = rawBytes(data);
        let at = 0;
        for await (const piece of bytes(shape.name)) {
          raw.set(piece, at);
          at += piece.length;
        }
        sections.set(shape.name, data);
      }
      return sections;
    },
  };
}

/** The content of a part, null when it is not what was written. */
function checked(part: ArrayBuffer | null): Uint8Array | null {
  const end = (part?.byteLength ?? 0) - DIGEST_BYTES;
  if (part === null || end <= 0) return null;
  const content = new Uint8Array(part, 0, end);
  const expected = digest(content);
  return new Uint8Array(part, end).every((byte, i) => byte === expected[i]) ? content : null;
}

const digest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** A key from everything a result was made from. */
export const keyFrom = (...made: readonly string[]): string => createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 40);
