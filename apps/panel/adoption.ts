/** What became of an inserted draft, told from the comment that is about to be sent. */

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
const plainly = (text: string): string => wordsOf(text).join(' ');

/** Below this share of the draft's words the agent has written something else. */
const KEPT = 0.3;

/**
 * `sent`: as it was, perhaps with words around it; `edited`: changed on the way; `dismissed`: hardly any of it is left.
 * Case, punctuation and white space do not count: an editor changes them by itself.
 */
export function compareSent(draft: string, comment: string): 'sent' | 'edited' | 'dismissed' {
  if (plainly(comment).includes(plainly(draft))) return 'sent';
  const left = new Map<string, number>();
  for (const word of wordsOf(comment)) left.set(word, (left.get(word) ?? 0) + 1);
  const drafted = wordsOf(draft);
  let kept = 0;
  for (const word of drafted) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    kept++;
  }
  return kept >= drafted.length * KEPT ? 'edited' : 'dismissed';
}
