import { analyze } from './analyze.ts';
import { wordsByLanguage } from './language-words.ts';

/** The lists begin with a language's own function words; further on stands what customers write about. */
const FUNCTION_WORDS = 50;
/** Up to here nothing in them names a matter. */
export const FILLER = 90;
const made = new Map<string, ReadonlySet<string>>();

/** Stems of a language's most frequent words (`the`, `nicht`), as `analyze` gives them; empty for unknown languages. */
export function functionStems(language: string, most = FUNCTION_WORDS): ReadonlySet<string> {
  const code = language.slice(0, 2).toLowerCase();
  const key = `${code} ${most}`;
  let stems = made.get(key);
  if (!stems) {
    const words = (wordsByLanguage[code] ?? '').split(' ').slice(0, most).join(' ');
    stems = new Set(analyze(words, code));
    made.set(key, stems);
  }
  return stems;
}
