/** What each solved ticket proves for articles: the labels everything is learned from. */
import type { BuiltTables, TicketLink } from '../../types.ts';

export type Label = { article: number; weight: number };

/** An article stated this often beside a link needs no prior doubt. */
const PRIOR_TICKETS = 1;
const LEAST_WEIGHT = 0.2;

/**
 * Labels by row of `tables.tickets`, best first. What someone stated outright (`resolvedBy`) counts 1. A link in a
 * reply counts its own weight, times how often such a link was stated outright where both are known: articles that
 * agents link everywhere and never name as the solution prove nothing.
 */
export function evidence(tables: Pick<BuiltTables, 'links'>): Label[][] {
  const trust = linkTrust(tables);
  return tables.links.map((link) => {
    const stated = link.articles.some((a) => a.source === 'resolved_by');
    return link.articles
      .flatMap(({ article, source, weight }) => {
        if (source === 'resolved_by') return [{ article, weight: 1 }];
        const own = stated ? 0 : weight * (trust.get(article) ?? 1);
        return own < LEAST_WEIGHT ? [] : [{ article, weight: Math.min(1, own) }];
      })
      .sort((a, b) => b.weight - a.weight || a.article - b.article);
  });
}

/** Empty where nothing is ever stated outright. */
function linkTrust(tables: Pick<BuiltTables, 'links'>): Map<number, number> {
  const linked = new Map<number, number>();
  const confirmed = new Map<number, number>();
  const bump = (map: Map<number, number>, key: number): void => void map.set(key, (map.get(key) ?? 0) + 1);
  const anywhere = tables.links.some(states);
  if (!anywhere) return new Map();
  for (const link of tables.links) {
    for (const { article, source } of link.articles) {
      if (source === 'resolved_by') bump(confirmed, article);
      else if (states(link)) bump(linked, article);
    }
  }
  const trust = new Map<number, number>();
  for (const link of tables.links) {
    for (const { article } of link.articles) {
      const yes = confirmed.get(article) ?? 0;
      trust.set(article, (yes + PRIOR_TICKETS * 0.5) / (yes + (linked.get(article) ?? 0) + PRIOR_TICKETS));
    }
  }
  return trust;
}

const states = (link: TicketLink): boolean => link.articles.some((a) => a.source === 'resolved_by');
