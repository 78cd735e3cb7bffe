import type { Article } from '../../types.ts';

const HALF_LIFE_DAYS = 730;
const UNKNOWN = 0.5;
const SUPERSEDED = 0.2;

/** 1 for the newest article, half after two years, 0.5 without a date; a fifth of it once a newer one replaces it. */
export function freshness({ articles }: { articles: readonly Pick<Article, 'id' | 'updatedAt' | 'supersedes'>[] }): Float32Array {
  const at = articles.map((a) => (a.updatedAt === null ? Number.NaN : Date.parse(a.updatedAt)));
  const newest = at.filter((t) => !Number.isNaN(t)).reduce((latest, t) => Math.max(latest, t), Number.NEGATIVE_INFINITY);
  const replaced = new Set(articles.flatMap((a) => a.supersedes));
  return Float32Array.from(articles, ({ id }, i) => {
    const t = at[i] as number;
    const own = Number.isNaN(t) ? UNKNOWN : 0.5 ** ((newest - t) / 86_400_000 / HALF_LIFE_DAYS);
    return replaced.has(id) ? own * SUPERSEDED : own;
  });
}
