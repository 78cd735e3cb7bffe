/** One picked file of any kind that Deskgraph takes, as documents. Runs where the file is: in the command, or in the browser. */
import { decodeText } from '../decode-text.ts';
import type { DocumentKind } from '../knowledge.ts';
import { type ColumnMap, csvDocuments } from './csv-documents.ts';
import { type FileReading, type PickedFile, skipped, titleFromName } from './file-document.ts';
import { fromFacts, markdownDocument } from './markdown-document.ts';
import { looksLikeTranscript, transcriptDocuments } from './transcript-documents.ts';

export type ReadOptions = { map?: ColumnMap; kind?: DocumentKind; agents?: readonly string[] };

const SUFFIX = /\.([a-z0-9]+)$/i;
export const fileKinds = ['csv', 'tsv', 'md', 'markdown', 'mdx', 'html', 'htm', 'pdf', 'eml', 'mbox', 'mbx', 'txt'] as const;

/** Whether the name says that it can be read; what else lies in a folder is passed over. */
export function isReadable(name: string): boolean {
  return (fileKinds as readonly string[]).includes(SUFFIX.exec(name)?.[1]?.toLowerCase() ?? '');
}

export async function readFile(file: PickedFile, options: ReadOptions = {}): Promise<FileReading> {
  if (file.bytes.length === 0) return skipped(file.name, 1, 'The file is empty.');
  switch (SUFFIX.exec(file.name)?.[1]?.toLowerCase()) {
    case 'csv':
    case 'tsv':
      return csvDocuments(file, options);
    case 'md':
    case 'markdown':
    case 'mdx':
      return markdownDocument(file);
    case 'html':
    case 'htm':
      return (await import('./html-document.ts')).htmlDocument(file);
    case 'pdf':
      // Its reader is larger than everything else together: loaded when there is a PDF.
      return (await import('./pdf-document.ts')).pdfDocument(file);
    case 'eml':
    case 'mbox':
    case 'mbx':
      return (await import('./mail-documents.ts')).mailDocuments([file], options);
    case 'txt':
      return textDocuments(file);
    default:
      return skipped(file.name, 1, `Deskgraph does not read this kind of file. It takes ${fileKinds.join(', ')} and JSON lines.`);
  }
}

function textDocuments(file: PickedFile): FileReading {
  const { text } = decodeText(file.bytes);
  if (text.includes('\0')) return skipped(file.name, 1, 'It is not text.');
  if (looksLikeTranscript(text)) return transcriptDocuments(file);
  if (text.trim() === '') return skipped(file.name, 1, 'It has no text.');
  return { documents: [{ kind: 'article', document: { ...fromFacts({ title: titleFromName(file.name) }, file.name), text } }], skipped: [] };
}
