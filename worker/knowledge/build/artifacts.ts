/**
 * What one step of a build hands to the next: sections in a container, kept beside the snapshots under a key that names
 * everything they were made from. A result that is missing or damaged is made again, never trusted.
 */
import { createHash } from 'node:crypto';
import type { KnowledgeRecord, SnapshotStore } from '../../ports.ts';
import { readSections, writeContainer } from '../snapshot/container.ts';
import { PART_BYTES, splitIntoParts } from '../snapshot/parts.ts';
import type { Sections } from '../types.ts';

const DIGEST_BYTES = 32;
const MAX_PARTS = 16;

export type Artifacts = {
  find(name: string, key: string): Promise<Sections | null>;
  keep(name: string, key: string, sections: Sections): Promise<void>;
};

export function artifactStore(
  installation: string,
  { snapshots, record }: { snapshots: SnapshotStore; record: Pick<KnowledgeRecord, 'keepArtifact'> },
): Artifacts {
  const nameOf = (name: string, key: string): string => `work-${name}-${key}`;
  return {
    async find(name, key) {
      const parts: Uint8Array[] = [];
      do {
        const part = await snapshots.get(installation, nameOf(name, key), parts.length);
        if (!part) return null;
        parts.push(new Uint8Array(part));
      } while (parts.at(-1)?.length === PART_BYTES && parts.length < MAX_PARTS);
      return opened(parts);
    },
    async keep(name, key, sections) {
      const content = writeContainer(sections);
      const whole = new Uint8Array(content.length + DIGEST_BYTES);
      whole.set(content);
      whole.set(digest(content), content.length);
      // A part of full size says that another follows; exactly full parts are followed by an empty one.
      const parts = splitIntoParts(whole);
      if (whole.length % PART_BYTES === 0) parts.push(new Uint8Array(0));
      for (const [part, bytes] of parts.entries()) await snapshots.put(installation, nameOf(name, key), part, bytes);
      for (const old of await record.keepArtifact(name, key, parts.length)) await snapshots.remove(installation, nameOf(name, old.key), old.parts);
    },
  };
}

function opened(parts: readonly Uint8Array[]): Sections | null {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  const end = whole.length - DIGEST_BYTES;
  if (end < 0) return null;
  const expected = digest(whole.subarray(0, end));
  return whole.subarray(end).every((byte, i) => byte === expected[i]) ? readSections(whole.buffer) : null;
}

const digest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** A key from everything a result was made from. */
export const keyFrom = (...made: readonly string[]): string => createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 40);
