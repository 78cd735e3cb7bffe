/**
 * Chat transcripts: `[2026-03-01 10:02] Anna: text`, one message a line, lines without a time belong to the message
 * before. A line of at least three dashes or equal signs begins the next chat. `Anna (agent)` marks the team; without
 * any mark whoever writes first is the customer.
 */
import { decodeText } from '../decode-text.ts';
import { type FileDocument, type FileReading, type FileSkip, isoDate, type PickedFile } from './file-document.ts';

const MESSAGE = /^\[([^\]]{1,40})\]\s*([^:]{1,120}?)\s*(\((?:agent|support|bot|staff)\))?\s*:\s?(.*)$/i;
const NEXT = /^\s*(?:-{3,}|={3,})\s*(.*?)\s*(?:-{3,}|={3,})?\s*$/;
const MAX_REPLIES = 1_000;

type Message = { at: string | undefined; time: string; name: string; agent: boolean; text: string; line: number };

/** True when the text has the form of a transcript. */
export function looksLikeTranscript(text: string): boolean {
  const lines = text.split(/\r?\n/, 400).filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.filter((line) => MESSAGE.test(line)).length >= Math.max(1, lines.length * 0.2);
}

export function transcriptDocuments(file: PickedFile): FileReading {
  const { text } = decodeText(file.bytes);
  const skips: FileSkip[] = [];
  const documents: FileDocument[] = [];
  let messages: Message[] = [];
  let title = '';
  const close = (): void => {
    if (messages.length > 0) documents.push({ kind: 'ticket', document: toTicket(messages, title, `${file.name}-${documents.length + 1}`) });
    messages = [];
  };
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const next = NEXT.exec(line);
    const found = next ? null : MESSAGE.exec(line);
    if (next) {
      close();
      title = next[1] ?? '';
    } else if (found) {
      const time = (found[1] ?? '').trim();
      messages.push({ at: dateOf(time), time, name: (found[2] ?? '').trim(), agent: found[3] !== undefined, text: found[4] ?? '', line: i + 1 });
    } else if (messages.length > 0) {
      const last = messages.at(-1);
      if (last) last.text += `\n${line}`;
    } else if (line.trim() !== '')
      skips.push({ file: file.name, line: i + 1, reason: 'This line stands before the first message, which begins with "[time] Name:".' });
  }
  close();
  if (documents.length === 0 && skips.length === 0) skips.push({ file: file.name, line: 1, reason: 'It holds no messages of the form "[time] Name: text".' });
  return { documents, skipped: skips };
}

function toTicket(messages: Message[], title: string, id: string): Record<string, unknown> {
  const marked = messages.some((m) => m.agent);
  const customer = (marked ? messages.find((m) => !m.agent) : messages[0])?.name;
  const isAgent = (m: Message): boolean => (marked ? m.agent : m.name !== customer);
  // What the customer writes before anyone answers is the question.
  const answered = messages.findIndex(isAgent);
  const first = answered === 0 ? messages.findIndex((m) => !isAgent(m)) : 0;
  const end = answered > 0 ? answered : first + 1;
  const opening = first < 0 ? [] : messages.slice(first, end);
  const replies = [...messages.slice(0, Math.max(0, first)), ...messages.slice(first < 0 ? 0 : end)].map((m) => ({
    role: isAgent(m) ? 'agent' : 'requester',
    at: m.at ?? null,
    text: m.text.trim(),
    ...(isAgent(m) ? { author: m.name } : {}),
  }));
  const body = opening.map((m) => m.text.trim()).join('\n');
  return {
    id: id.slice(-256),
    subject: (title || body.split('\n')[0] || '').slice(0, 200),
    body,
    replies: replies.filter((r) => r.text !== '').slice(0, MAX_REPLIES),
    status: answered >= 0 ? 'solved' : 'open',
    channel: 'chat',
    ...(customer ? { requester: { id: customer.slice(0, 128), name: customer.slice(0, 256) } } : {}),
    createdAt: messages[0]?.at ?? null,
  };
}

/** A time of day alone is no date. */
function dateOf(time: string): string | undefined {
  return /\d{4}/.test(time) ? isoDate(/(?:Z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time.replace(' ', 'T')}Z`) : undefined;
}
