/** What is attached to a ticket, and the text of the requester's text files. Files come from strangers: read a little of them, and nothing else. */
import { decodeText } from '#shared/decode-text';
import type { Attachment } from '#shared/ticket';
import type { ZendeskAttachment, ZendeskComment } from './to-ticket.ts';
import type { ZendeskClientOptions } from './zendesk-client.ts';

const FILES = 3;
const MAX_BYTES = 64_000;
const MAX_TEXT = 8_000;
const TIMEOUT_MS = 3_000;
const TEXT_TYPE = /^(?:text\/(?!html)|application\/(?:json|xml|x-yaml|yaml|x-ndjson)\b)/i;
const TEXT_NAME = /\.(?:txt|log|csv|tsv|md|json|ndjson|xml|ya?ml|ini|conf|cfg|properties)$/i;
/** Where Zendesk sends a browser for the content of a file. */
const CONTENT_HOST = /(?:^|\.)zdusercontent\.com$/;

/** Files of the ticket, oldest first, without pictures that stand in the text and without what was found harmful. */
export function filesOf(comments: readonly ZendeskComment[]): (ZendeskAttachment & { authorId: string })[] {
  return comments.flatMap((comment) =>
    (comment.attachments ?? [])
      .filter((file) => file.inline !== true && file.deleted !== true && file.malware_scan_result !== 'malware_found')
      .map((file) => ({ ...file, authorId: String(comment.author_id ?? '') })),
  );
}

export const isTextFile = ({ content_type, file_name }: ZendeskAttachment): boolean =>
  TEXT_TYPE.test(content_type ?? '') || (!/^(?:image|video|audio)\//i.test(content_type ?? '') && TEXT_NAME.test(file_name ?? ''));

/** The newest text files of the requester, oldest first; what cannot be read is left out. */
export async function readTextFiles(
  files: readonly (ZendeskAttachment & { authorId: string })[],
  requesterId: string,
  options: Pick<ZendeskClientOptions, 'origin' | 'token' | 'fetch'>,
): Promise<Attachment[]> {
  const theirs = files.filter((file) => file.authorId === requesterId && isTextFile(file)).slice(-FILES);
  const read = await Promise.all(theirs.map((file) => readFile(file, options).catch(() => null)));
  return read.filter((file) => file !== null);
}

async function readFile(
  file: ZendeskAttachment,
  { origin, token, fetch: send = (...a) => fetch(...a) }: Pick<ZendeskClientOptions, 'origin' | 'token' | 'fetch'>,
) {
  const url = URL.canParse(file.content_url ?? '') ? new URL(file.content_url ?? '') : null;
  // The account's own address, or none: the token goes nowhere else.
  if (!url || url.origin !== new URL(origin).origin) return null;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let response = await send(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual', signal });
  const to = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
  if (to !== null) {
    await response.body?.cancel();
    const target = URL.canParse(to, url) ? new URL(to, url) : null;
    if (target?.protocol !== 'https:' || !CONTENT_HOST.test(target.hostname)) return null;
    response = await send(target, { redirect: 'error', signal });
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    return null;
  }
  const bytes = await beginningOf(response.body);
  // A zero byte stands in no text but in one of two bytes a letter, which begins with a mark.
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!marked && bytes.includes(0)) return null;
  const text = decodeText(bytes).text.trim().slice(0, MAX_TEXT);
  return text === '' ? null : { name: (file.file_name ?? '').slice(0, 256), text };
}

async function beginningOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const reader = body.getReader();
  const bytes = new Uint8Array(MAX_BYTES);
  let length = 0;
  while (length < MAX_BYTES) {
    const { value, done } = await reader.read();
    if (done) break;
    const part = value.subarray(0, MAX_BYTES - length);
    bytes.set(part, length);
    length += part.length;
  }
  await reader.cancel().catch(() => undefined);
  return bytes.subarray(0, length);
}
