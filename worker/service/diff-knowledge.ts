/** What differs between the knowledge of two releases: a snapshot's hash alone says nothing to who must approve it. */
import type { Change } from '#shared/governance';
import type { Release } from '#shared/release';
import type { Platform } from '../compose.ts';
import { diffReleases } from '../governance/diff-release.ts';
import type { Knowledge, Table } from '../knowledge/types.ts';

/** Articles and macros that are named; the rest is counted. */
const NAMED = 50;

/** Every difference of the manifests, and where the snapshots differ what is new, changed and gone in them. */
export async function describeChanges(before: Release, after: Release, { knowledge, snapshots }: Pick<Platform, 'knowledge' | 'snapshots'>): Promise<Change[]> {
  const changes = diffReleases(before.manifest, after.manifest);
  if (before.manifest.snapshot === after.manifest.snapshot || !before.manifest.snapshot || !after.manifest.snapshot) return changes;
  // Knowledge that is not stored any more cannot be compared; the rest of the difference still holds.
  const [old, now] = await Promise.all([before, after].map((release) => knowledge.load(snapshots, release).catch(() => null)));
  return old && now ? [...changes, ...diffKnowledge(old, now)] : changes;
}

export function diffKnowledge(before: Knowledge, after: Knowledge): Change[] {
  const named = [
    ...rows(
      'article',
      before.articles,
      after.articles,
      ({ title }) => title,
      ({ version }) => version,
    ),
    ...rows(
      'macro',
      before.macros,
      after.macros,
      ({ title }) => title,
      ({ text }) => text,
    ),
  ];
  const more = named.length - NAMED;
  return [
    ...named.slice(0, NAMED),
    ...(more > 0 ? [{ part: 'knowledge', what: `${more} more articles and macros changed`, before: null, after: null }] : []),
    ...count('solved tickets', before.tickets.length, after.tickets.length),
    ...count('issues', before.issues.length, after.issues.length),
    ...count('graph nodes', before.graph.nodeCount, after.graph.nodeCount),
    ...count('graph edges', before.graph.edgeCount, after.graph.edgeCount),
  ];
}

function rows<T extends { id: string }>(kind: string, before: Table<T>, after: Table<T>, title: (row: T) => string, content: (row: T) => string): Change[] {
  const byId = (table: Table<T>): Map<string, T> => new Map(Array.from({ length: table.length }, (_, i) => table.get(i)).map((row) => [row.id, row]));
  const [old, now] = [byId(before), byId(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)];
    if (was && is && content(was) === content(is)) return [];
    const verb = was && is ? 'changed' : is ? 'added' : 'removed';
    return [{ part: 'knowledge', what: `${kind} ${id} ${verb}`, before: was ? title(was) : null, after: is ? title(is) : null }];
  });
}

const count = (what: string, before: number, after: number): Change[] =>
  before === after ? [] : [{ part: 'knowledge', what: `number of ${what}`, before: String(before), after: String(after) }];
