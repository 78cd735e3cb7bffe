/** A fetched page as an article document. */
import { decodeText } from '#shared/decode-text';
import { htmlArticle } from '#shared/html-article';
import type { Visibility } from '#shared/knowledge';
import { pageId } from '#shared/page-id';
import type { SourceBatch } from '#shared/source-batch';

/** Less than a sentence is navigation, or a page that a script fills in. */
const MIN_TEXT = 30;

export type PageDefaults = { source: string; visibility: Visibility; brand: string | null; locale: string };
export type FetchedPage = { address: string; bytes: Uint8Array; contentType: string | null; lastModified: string | null; changedAt: string | null };

export async function addPage(
  { address, bytes, contentType, lastModified, changedAt }: FetchedPage,
  defaults: PageDefaults,
  batch: SourceBatch,
): Promise<void> {
  const id = pageId(address);
  const kind = contentType?.split(';')[0]?.trim().toLowerCase() ?? 'text/html';
  if (!['text/html', 'application/xhtml+xml', 'text/plain', 'text/markdown'].includes(kind)) {
    batch.present('article', id);
    return batch.skip(address, `It is ${kind || 'of no kind that it says'}, not a page with text.`);
  }
  const { text } = decodeText(bytes, contentType);
  const plain = kind === 'text/plain' || kind === 'text/markdown';
  const found = plain ? null : htmlArticle(text);
  if (found?.noindex) return batch.skip(address, 'The page asks not to be indexed.');
  if (found && found.textLength < MIN_TEXT) {
    batch.present('article', id);
    return batch.skip(address, 'It has no text, or fills it in by script.');
  }
  const date = isoDate(found?.updatedAt ?? null) ?? isoDate(changedAt) ?? isoDate(lastModified);
  await batch.add(
    'article',
    {
      id,
      title: (found?.title || decodedTail(address)).slice(0, 1_000),
      text: found ? found.html : text,
      url: address,
      locale: (found?.language ?? defaults.locale).replace('_', '-').slice(0, 35),
      sections: (found?.sections ?? []).map((name) => name.slice(0, 256)),
      visibility: defaults.visibility,
      brand: defaults.brand,
      updatedAt: date,
    },
    date,
  );
}

function isoDate(value: string | null): string | null {
  const time = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function decodedTail(address: string): string {
  const tail = new URL(address).pathname.split('/').filter(Boolean).at(-1) ?? new URL(address).host;
  try {
    return decodeURIComponent(tail)
      .replace(/[-_]+/g, ' ')
      .replace(/\.\w{2,5}$/, '');
  } catch {
    return tail;
  }
}
