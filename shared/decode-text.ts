/** Bytes to text when nobody is sure of the encoding: what the sender says, a byte order mark, what the HTML says, UTF-8, Windows-1252. */

export type Decoded = { text: string; encoding: string };

/** `declared` is a Content-Type or a charset. Never throws; bytes that fit nothing become U+FFFD. */
export function decodeText(bytes: Uint8Array, declared: string | null = null): Decoded {
  const mark = byteOrderMark(bytes);
  if (mark) return decode(bytes, mark);
  const said = charsetOf(declared) ?? metaCharset(bytes);
  if (said && said !== 'utf-8' && known(said)) return decode(bytes, said);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes), encoding: 'utf-8' };
  } catch {
    // Old exports from Windows: every byte but five is a letter there.
    return decode(bytes, 'windows-1252');
  }
}

function decode(bytes: Uint8Array, encoding: string): Decoded {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function charsetOf(declared: string | null): string | null {
  if (!declared) return null;
  const found = /charset\s*=\s*["']?([\w.:-]+)/i.exec(declared)?.[1] ?? (/^[\w.:-]+$/.test(declared) ? declared : null);
  return found?.toLowerCase().replace(/^utf8$/, 'utf-8') ?? null;
}

function metaCharset(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048));
  return (
    charsetOf(/<meta[^>]+charset\s*=\s*["']?[\w.:-]+/i.exec(head)?.[0] ?? null) ?? charsetOf(/<\?xml[^>]+encoding=["']([\w.:-]+)/i.exec(head)?.[1] ?? null)
  );
}

function known(encoding: string): boolean {
  try {
    new TextDecoder(encoding);
    return true;
  } catch {
    return false;
  }
}
