import type { Retrieved } from '../types.ts';

/** A question has one answer, or one told twice. */
const ANSWERS = 2;

/**
 * How strongly the evidence stands out, 0 to 1: whether anything in the knowledge answers the ticket. It is what the listed
 * articles behind the first two leave of the whole: where nothing answers, many are about equally likely. Measured on
 * questions of which a fifth cannot be answered, it separates better than the height or the lead of any one score.
 */
export function evidenceStrength({ articles }: Pick<Retrieved, 'articles'>): number {
  return articles.length === 0 ? 0 : Math.max(0, 1 - articles.slice(ANSWERS).reduce((sum, { score }) => sum + score, 0));
}

/** Below it one in two questions that nothing answers is refused, and one in ten of the others (`eval -- answerable`, techqa). */
export const STRONG_ENOUGH = 0.8;
