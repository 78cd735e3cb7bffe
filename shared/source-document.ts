/** What a knowledge source hands over: a document, with where it came from and what tells one state of it from another. */
import { type DocumentKind, type DocumentOf, documentSchemas } from './knowledge.ts';

export type SourceDocument<K extends DocumentKind = DocumentKind> = {
  [Kind in K]: {
    kind: Kind;
    document: DocumentOf[Kind];
    /** Name of the source, e.g. `zendesk-articles`. */
    source: string;
    /** What the source itself calls this state of it: mostly the date of its last change. */
    version: string;
    /** SHA-256 (hex) of the document: equal hashes need no rebuild. */
    hash: string;
    /** ISO 639-1 as the source believes; null when it does not say. */
    language: string | null;
  };
}[K];

/** `where` names what was left out (an id, a URL, a line); `reason` is a sentence for the person who connected the source. */
export type SourceSkip = { where: string; reason: string };

export type Checked = { ok: true; document: SourceDocument } | { ok: false; skip: SourceSkip };

/** Checks and cleans what an adapter has read. Never throws: what does not fit says why. */
export async function sourceDocument(kind: DocumentKind, raw: Record<string, unknown>, origin: { source: string; version?: string | null }): Promise<Checked> {
  const where = `${kind} ${typeof raw.id === 'string' || typeof raw.id === 'number' ? String(raw.id).slice(0, 300) : 'without id'}`;
  const parsed = documentSchemas[kind].safeParse(clean(raw));
  if (!parsed.success) return { ok: false, skip: { where, reason: explain(parsed.error.issues[0]) } };
  const document = parsed.data;
  const hash = await sha256(JSON.stringify(document));
  const locale = 'locale' in document && typeof document.locale === 'string' ? document.locale : null;
  const language = locale === null ? null : (/^[a-z]{2,3}(?![a-z])/i.exec(locale)?.[0].toLowerCase() ?? null);
  // The parse above has tied the document's shape to its kind.
  return {
    ok: true,
    document: { kind, document, source: origin.source, version: origin.version || hash.slice(0, 12), hash, language } as SourceDocument,
  };
}

function explain(issue: { path: PropertyKey[]; message: string; code?: string } | undefined): string {
  const field = issue?.path.map(String).join('.');
  if (issue?.code === 'too_big') return `Its ${field || 'content'} is longer than Deskgraph reads (${issue.message}).`;
  return `Its ${field || 'content'} is not as documented: ${issue?.message ?? 'unreadable'}`.slice(0, 300);
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Every string without NUL and lone surrogates: databases and JSON readers elsewhere refuse them. */
function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').replace(LONE_SURROGATE, '\ufffd');
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
}

async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
