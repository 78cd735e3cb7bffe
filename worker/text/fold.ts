const MARKS = /\p{Mn}+/gu;
const ASCII = /^[\0-\x7f]*$/;
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ё: 'е' };

/** Lower case without diacritics (`Größe` → `grosse`); scripts whose marks carry vowels (Indic, Thai) keep them. */
export function fold(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase();
  const lower = word.toLowerCase().replace(/[ßæœøłđðþıё]/g, (c) => LETTERS[c] ?? c);
  if (!/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(lower)) return lower;
  return lower.normalize('NFD').replace(MARKS, '').normalize('NFC');
}
