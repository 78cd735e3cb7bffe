/** A table (CSV, semicolons and tabs too) as documents: a column mapping says which column is which field. */
import { parse } from 'csv-parse/sync';
import { decodeText } from '../decode-text.ts';
import type { DocumentKind } from '../knowledge.ts';
import { type FileDocument, type FileReading, type FileSkip, isoDate, type PickedFile, skipped } from './file-document.ts';

/** Field of the document → name of the column. */
export type ColumnMap = Readonly<Record<string, string>>;

const LISTS = new Set(['sections', 'labels', 'products', 'plans', 'regions', 'versions', 'tags', 'articleIds', 'resolvedBy', 'clicked', 'aliases']);
const DATES = new Set(['updatedAt', 'createdAt', 'at']);

/** Columns that exports of common helpdesks have, so that most need no mapping. */
const usual: Partial<Record<DocumentKind, Readonly<Record<string, readonly string[]>>>> = {
  article: {
    id: ['id', 'article id', 'slug', 'number'],
    title: ['title', 'name', 'question', 'article title', 'headline'],
    text: ['text', 'body', 'content', 'answer', 'html', 'article body', 'description'],
    url: ['url', 'link', 'html_url', 'article url'],
    locale: ['locale', 'language', 'lang'],
    sections: ['sections', 'section', 'category', 'folder', 'collection'],
    labels: ['labels', 'label_names', 'tags', 'keywords'],
    visibility: ['visibility', 'audience'],
    owner: ['owner', 'author'],
    updatedAt: ['updatedat', 'updated_at', 'updated', 'last modified', 'modified'],
  },
  ticket: {
    id: ['id', 'ticket id', 'ticket', 'case number', 'number', 'conversation id'],
    subject: ['subject', 'title', 'summary'],
    body: ['body', 'description', 'text', 'message', 'question', 'content'],
    reply: ['reply', 'answer', 'resolution', 'response', 'agent reply', 'solution'],
    status: ['status', 'state'],
    tags: ['tags', 'labels'],
    priority: ['priority'],
    group: ['group', 'team'],
    assignee: ['assignee', 'agent', 'owner'],
    product: ['product'],
    topic: ['topic', 'category', 'type'],
    createdAt: ['createdat', 'created_at', 'created', 'created at', 'date'],
  },
  macro: {
    id: ['id', 'macro id'],
    title: ['title', 'name'],
    text: ['text', 'body', 'content', 'reply'],
    tags: ['tags'],
  },
  visit: {
    id: ['id', 'event id'],
    query: ['query', 'search', 'search term', 'search query', 'term', 'q'],
    clicked: ['clicked', 'clicked article', 'clicked_article', 'article', 'article id', 'clicked url'],
    ticket: ['ticket', 'ticket created', 'created ticket', 'ticket_created'],
    ticketId: ['ticketid', 'ticket_id', 'ticket id'],
    locale: ['locale', 'language'],
    at: ['at', 'time', 'timestamp', 'date', 'created_at'],
  },
};

/** What the columns look like: visits have a query, tickets a subject or a reply, everything else is an article. */
export function kindOfColumns(columns: readonly string[], map: ColumnMap = {}): 'article' | 'ticket' | 'visit' {
  const has = (...names: string[]): boolean => names.some((n) => n in map || columns.some((c) => plain(c) === n));
  if (has('query', 'search', 'search term', 'search query') && !has('subject', 'body', 'description', 'answer')) return 'visit';
  return has('subject', 'reply', 'resolution', 'ticket id', 'assignee', 'case number') ? 'ticket' : 'article';
}

/**
 * Throws nothing: a mapped column that is not there, a row that is cut short or lacks its text are named. A field mapped
 * by hand wins over what the columns' names suggest. Ids that are missing become the row's number.
 */
export function csvDocuments(file: PickedFile, { map = {}, kind }: { map?: ColumnMap; kind?: DocumentKind } = {}): FileReading {
  const { text } = decodeText(file.bytes);
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const notes: FileSkip[] = [];
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, {
      columns: true,
      bom: true,
      delimiter: delimiterOf(head),
      info: true,
      skip_empty_lines: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_records_with_error: true,
      trim: true,
      on_skip: (error) => {
        notes.push({ file: file.name, line: Number(error?.lines ?? 1), reason: `This row cannot be read: ${error?.message ?? 'it is broken'}`.slice(0, 300) });
        return undefined;
      },
    }) as unknown as typeof records;
  } catch (error) {
    return skipped(file.name, 1, `The table cannot be read: ${error instanceof Error ? error.message : 'it is broken'}`.slice(0, 300));
  }
  const columns = Object.keys(records[0]?.record ?? {});
  if (columns.length === 0) return { documents: [], skipped: [...notes, { file: file.name, line: 1, reason: 'The table has no rows.' }] };
  const missing = Object.entries(map).filter(([, column]) => !columns.some((c) => plain(c) === plain(column)));
  if (missing.length > 0)
    return skipped(
      file.name,
      1,
      `There is no column ${missing.map(([field, c]) => `"${c}" (mapped to ${field})`).join(', ')}. The columns are: ${columns.join(', ')}.`,
    );
  const of = kind ?? kindOfColumns(columns, map);
  const chosen = choose(of, columns, map);
  if (of !== 'visit' && chosen.text === undefined && chosen.body === undefined && chosen.subject === undefined)
    return skipped(
      file.name,
      1,
      `No column holds the text. Say which with --map ${of === 'ticket' ? 'subject=COLUMN,body=COLUMN' : 'title=COLUMN,text=COLUMN'}. The columns are: ${columns.join(', ')}.`,
    );
  const documents: FileDocument[] = [];
  for (const [i, { record, info }] of records.entries()) {
    const document = toDocument(of, record, chosen, `${stem(file.name)}-${i + 1}`);
    if (typeof document === 'string') notes.push({ file: file.name, line: info.lines, reason: document });
    else documents.push({ kind: of, document });
  }
  return { documents, skipped: notes };
}

function choose(kind: DocumentKind, columns: readonly string[], map: ColumnMap): Record<string, string> {
  const chosen: Record<string, string> = {};
  const find = (name: string): string | undefined => columns.find((c) => plain(c) === plain(name));
  for (const [field, names] of Object.entries(usual[kind] ?? {})) {
    const column = names.map(find).find((c) => c !== undefined);
    if (column !== undefined && !Object.values(chosen).includes(column)) chosen[field] = column;
  }
  for (const [field, name] of Object.entries(map)) {
    const column = find(name);
    if (column !== undefined) chosen[field] = column;
  }
  return chosen;
}

function toDocument(kind: DocumentKind, record: Record<string, string>, chosen: Record<string, string>, fallbackId: string): Record<string, unknown> | string {
  const document: Record<string, unknown> = { id: fallbackId };
  for (const [field, column] of Object.entries(chosen)) {
    const value = record[column];
    if (value === undefined || value === '') continue;
    if (LISTS.has(field)) document[field] = value.split(/\s*[;|,]\s*/).filter((v) => v !== '');
    else if (DATES.has(field)) document[field] = isoDate(value) ?? null;
    else document[field] = value;
  }
  if (kind === 'article') {
    if (document.text === undefined) return 'This row has no text.';
    document.title ??= String(document.text).split('\n')[0]?.slice(0, 200);
    if (document.visibility !== undefined && !['public', 'signed_in', 'internal'].includes(String(document.visibility))) document.visibility = 'internal';
  }
  if (kind === 'ticket') return ticketOf(document);
  if (kind === 'macro' && (document.title === undefined || document.text === undefined)) return 'This row has no title or no text.';
  if (kind === 'visit') {
    if (document.query === undefined && document.clicked === undefined) return 'This row has neither a query nor an article.';
    const ticket = document.ticket;
    document.ticket = ticket === undefined ? (document.ticketId === undefined ? null : true) : /^(?:1|true|yes|y|ja|oui|sí)$/i.test(String(ticket));
  }
  return document;
}

const statuses: Readonly<Record<string, string>> = {
  resolved: 'solved',
  done: 'solved',
  complete: 'solved',
  completed: 'solved',
  'on-hold': 'hold',
  'on hold': 'hold',
  waiting: 'pending',
};
const open = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];

function ticketOf({ reply, ...document }: Record<string, unknown>): Record<string, unknown> | string {
  if (document.subject === undefined && document.body === undefined) return 'This row has neither a subject nor a text.';
  const status = String(document.status ?? '').toLowerCase();
  const known = open.includes(status) ? status : statuses[status];
  const priority = String(document.priority ?? '').toLowerCase();
  return {
    ...document,
    // A table without states is an archive: what was answered is done.
    status: known ?? (document.status === undefined && reply !== undefined ? 'solved' : 'open'),
    ...(document.priority === undefined
      ? {}
      : { priority: ['low', 'normal', 'high', 'urgent'].includes(priority) ? priority : priority === 'medium' ? 'normal' : null }),
    ...(reply === undefined ? {} : { replies: [{ role: 'agent', text: reply, at: null }] }),
  };
}

function delimiterOf(head: string): string {
  const count = (mark: string): number => head.split(mark).length;
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

function plain(column: string): string {
  return column.trim().toLowerCase();
}

function stem(name: string): string {
  return (name.split('/').at(-1) ?? name).replace(/\.[a-z0-9]{1,8}$/i, '');
}

/** `subject=Title,body=Text` → a mapping. Throws with the form it should have. */
export function parseColumnMap(text: string): ColumnMap {
  const map: Record<string, string> = {};
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=');
    if (at < 1 || pair.slice(at + 1).trim() === '')
      throw new Error(`--map takes field=Column pairs with commas between, e.g. --map subject=Title,body=Text; "${pair}" is none.`);
    map[pair.slice(0, at).trim()] = pair.slice(at + 1).trim();
  }
  return map;
}
