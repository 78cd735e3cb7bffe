/** The text layer of a PDF as an article. Pages that are pictures are named: nothing here reads pictures. */
import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import { type FileReading, isoDate, type PickedFile, skipped, titleFromName } from './file-document.ts';
import { fromFacts } from './markdown-document.ts';

const MAX_PAGES = 2_000;

export async function pdfDocument(file: PickedFile): Promise<FileReading> {
  let pages: string[];
  let info: Record<string, unknown> = {};
  try {
    // The reader takes the bytes for itself: the caller keeps its own.
    const pdf = await getDocumentProxy(new Uint8Array(file.bytes));
    if (pdf.numPages > MAX_PAGES) return skipped(file.name, 1, `It has ${pdf.numPages} pages; ${MAX_PAGES} are read at most. Split it.`);
    pages = (await extractText(pdf, { mergePages: false })).text;
    info = (await getMeta(pdf).catch(() => ({ info: {} }))).info ?? {};
    await pdf.cleanup();
  } catch (error) {
    const locked = error instanceof Error && error.name === 'PasswordException';
    return skipped(file.name, 1, locked ? 'It is locked with a password.' : 'It is not a PDF that can be read, or it is cut off.');
  }
  const empty = pages.flatMap((text, i) => (text.trim() === '' ? [i + 1] : []));
  if (empty.length === pages.length) return skipped(file.name, 1, 'It holds no text, only pictures of it. Run text recognition (OCR) over it first.');
  const title = typeof info.Title === 'string' && info.Title.trim() !== '' ? info.Title.trim() : titleFromName(file.name);
  const changed = typeof info.ModDate === 'string' ? pdfDate(info.ModDate) : undefined;
  const text = pages.map((page) => page.replace(/[ \t]+/g, ' ').trim()).filter((page) => page !== '');
  const notes =
    empty.length === 0
      ? []
      : [
          {
            file: file.name,
            line: empty[0] ?? 1,
            reason: `Pages without text were left out: ${empty.slice(0, 20).join(', ')}${empty.length > 20 ? ', …' : ''}.`,
          },
        ];
  return {
    documents: [{ kind: 'article', document: { ...fromFacts({ title, ...(changed ? { updated: changed } : {}) }, file.name), text: text.join('\n\n') } }],
    skipped: notes,
  };
}

/** `D:20240229120000+01'00'` (ISO 32000-1, 7.9.4). */
function pdfDate(date: string): string | undefined {
  const m = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?/.exec(date);
  return m ? isoDate(`${m[1]}-${m[2] ?? '01'}-${m[3] ?? '01'}T${m[4] ?? '00'}:${m[5] ?? '00'}:${m[6] ?? '00'}Z`) : undefined;
}
