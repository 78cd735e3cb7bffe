import type { Votes } from '../../rank/models.ts';

/** Lists of (article, weight) by row, in one set of arrays. */
export function buildVotes(lists: readonly (readonly { article: number; weight: number }[])[]): Votes {
  const offsets = new Uint32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) offsets[i + 1] = (offsets[i] as number) + list.length;
  const flat = lists.flat();
  return { offsets, article: Uint32Array.from(flat, (v) => v.article), weight: Float32Array.from(flat, (v) => v.weight) };
}
