import type { SparseVector } from '../triage/features.ts';

/**
 * Renumbers features by how often they occur, most frequent first: the weights that training touches all the time then lie
 * together in the cache. `names[i]` is the hashed number of feature `i`. The vectors are changed in place.
 */
export function compact<T extends SparseVector>(examples: T[], bits: number): { examples: T[]; names: Uint32Array } {
  const counts = new Uint32Array(2 ** bits);
  for (const { ids } of examples) for (const id of ids) counts[id] = (counts[id] as number) + 1;
  const found: number[] = [];
  for (const [id, n] of counts.entries()) if (n > 0) found.push(id);
  found.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  const names = Uint32Array.from(found);
  const place = new Uint32Array(2 ** bits);
  for (const [i, id] of names.entries()) place[id] = i;
  for (const { ids } of examples) for (let i = 0; i < ids.length; i += 1) ids[i] = place[ids[i] as number] as number;
  return { examples, names };
}
