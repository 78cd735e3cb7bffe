/** Scripts of the letters of a text. */

/** How many letters of each script a text has; `persian` counts those of the Arabic ones that Arabic does not write. */
export type Scripts = {
  latin: number;
  cyrillic: number;
  greek: number;
  kana: number;
  han: number;
  hangul: number;
  arabic: number;
  persian: number;
  hebrew: number;
  thai: number;
  devanagari: number;
};

/** `text` in lower case. */
export function countScripts(text: string): Scripts {
  const n: Scripts = { latin: 0, cyrillic: 0, greek: 0, kana: 0, han: 0, hangul: 0, arabic: 0, persian: 0, hebrew: 0, thai: 0, devanagari: 0 };
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    const script = scriptOf(c);
    if (script) n[script] += 1;
    if (c === 0x067e || c === 0x0686 || c === 0x06af || c === 0x06cc || c === 0x06a9) n.persian += 1;
  }
  return n;
}

function scriptOf(c: number): keyof Scripts | null {
  if (c < 0x250) return (c >= 0x61 && c <= 0x7a) || (c >= 0xc0 && c !== 0xd7 && c !== 0xf7) ? 'latin' : null;
  if (c >= 0x1e00 && c <= 0x1eff) return 'latin';
  if (c >= 0x370 && c <= 0x3ff) return 'greek';
  if (c >= 0x400 && c <= 0x52f) return 'cyrillic';
  if (c >= 0x590 && c <= 0x5ff) return 'hebrew';
  if (c >= 0x600 && c <= 0x6ff) return 'arabic';
  if (c >= 0x900 && c <= 0x97f) return 'devanagari';
  if (c >= 0xe00 && c <= 0xe7f) return 'thai';
  if (c >= 0x3040 && c <= 0x30ff) return 'kana';
  if (c >= 0x3400 && c <= 0x9fff) return 'han';
  return c >= 0xac00 && c <= 0xd7af ? 'hangul' : null;
}
