/** A Markdown file, with YAML front matter or without, as an article. */
import { parse } from 'yaml';
import { decodeText } from '../decode-text.ts';
import { type FileReading, type FileSkip, isoDate, type PickedFile, sectionsFromName, skipped, titleFromName } from './file-document.ts';

const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

export function markdownDocument(file: PickedFile): FileReading {
  const { text } = decodeText(file.bytes);
  const front = FRONT_MATTER.exec(text);
  const notes: FileSkip[] = [];
  let facts: Record<string, unknown> = {};
  if (front) {
    try {
      const value: unknown = parse(front[1] ?? '');
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) facts = value as Record<string, unknown>;
    } catch (error) {
      notes.push({
        file: file.name,
        line: 1,
        reason: `Its front matter cannot be read (${error instanceof Error ? error.message.split('\n')[0] : 'broken YAML'}); the text was.`,
      });
    }
  }
  const body = (front ? text.slice(front[0].length) : text).trim();
  if (facts.draft === true) return skipped(file.name, 1, 'It is a draft.');
  if (body === '') return skipped(file.name, 1, 'It has no text.');
  const heading = /^#\s+(.+?)\s*#*\s*$/m.exec(body)?.[1];
  return { documents: [{ kind: 'article', document: { ...fromFacts(facts, file.name, heading), text: body } }], skipped: notes };
}

/** Fields of front matter under the names that static site generators use. */
export function fromFacts(facts: Record<string, unknown>, name: string, heading?: string): Record<string, unknown> {
  const text = (...keys: string[]): string | undefined => {
    const found = keys.map((k) => facts[k]).find((v) => (typeof v === 'string' && v.trim() !== '') || typeof v === 'number');
    return found === undefined ? undefined : String(found).trim();
  };
  const list = (...keys: string[]): string[] | undefined => {
    const found = keys.map((k) => facts[k]).find((v) => v !== undefined && v !== null);
    if (Array.isArray(found)) return found.filter((v) => typeof v === 'string' || typeof v === 'number').map(String);
    return typeof found === 'string' ? found.split(/\s*,\s*/).filter((v) => v !== '') : undefined;
  };
  const folders = sectionsFromName(name);
  const audience = text('visibility', 'audience');
  const document: Record<string, unknown> = {
    id: text('id', 'slug') ?? name.replace(/\.(?:md|markdown|mdx|html?|txt|pdf)$/i, ''),
    title: (text('title') ?? heading ?? titleFromName(name)).slice(0, 1_000),
    sections: list('sections', 'section', 'category', 'categories') ?? folders,
    summary: text('summary', 'description'),
    url: text('url', 'permalink', 'canonical'),
    locale: text('locale', 'lang', 'language'),
    labels: list('labels', 'tags', 'keywords'),
    products: list('products', 'product'),
    plans: list('plans', 'plan'),
    regions: list('regions', 'region'),
    versions: list('versions', 'version'),
    owner: text('owner', 'author'),
    supersedes: list('supersedes'),
    // An audience nobody has heard of is not the public.
    visibility: audience === undefined ? undefined : ['public', 'signed_in', 'internal'].includes(audience) ? audience : 'internal',
    updatedAt: isoDate(facts.updatedAt ?? facts.updated ?? facts.lastmod ?? facts.date),
  };
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
}
