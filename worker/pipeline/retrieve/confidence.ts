import type { Ranking } from '../../knowledge/rank/rank-articles.ts';
import type { Knowledge } from '../../knowledge/types.ts';

/** Why the best article is trusted as much as it is, in words; at most three. */
export function confidenceReasons(knowledge: Knowledge, { articles, scores, models }: Ranking): string[] {
  const [first, second] = articles;
  if (!first) return ['No article shares a telling word with this ticket'];
  const reasons: string[] = [];
  const agree = scores.near.filter(({ row }) => models.proven[row] === 1 && knowledge.tickets.get(row).articles.includes(first.article)).length;
  if (agree > 0) reasons.push(`${agree} of the ${scores.near.length} most similar solved tickets were solved with the first article`);
  else if (scores.near.length > 0) reasons.push('None of the most similar solved tickets was solved with the first article');
  if (second && second.probability > first.probability * 0.7) reasons.push('Another article is nearly as likely');
  else if (second && second.probability < first.probability * 0.35) reasons.push('The first article stands clear of the others');
  if (models.fusion.examples > 0) reasons.push(`Checked on ${models.fusion.reliability?.n ?? 0} later tickets of this team`);
  else reasons.push('Too few solved tickets to check this confidence on');
  return reasons.slice(0, 3);
}
