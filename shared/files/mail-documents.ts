/** E-mail (`.eml`, mbox) as tickets: messages that answer each other are one conversation. */
import PostalMime from 'postal-mime';
import { type FileReading, type FileSkip, isoDate, type PickedFile } from './file-document.ts';
import { htmlText } from './html-text.ts';
import { splitMbox } from './split-mbox.ts';

export type MailOptions = {
  /** Addresses or domains of the team. Without them whoever opened a conversation is the customer, everyone else the team. */
  agents?: readonly string[];
};

type Mail = { id: string; refs: string[]; subject: string; from: string; name: string; at: string | undefined; text: string };

const MAX_TEXT = 200_000;
const MAX_REPLIES = 1_000;

export async function mailDocuments(files: PickedFile[], options: MailOptions = {}): Promise<FileReading> {
  const skips: FileSkip[] = [];
  const mails: Mail[] = [];
  for (const file of files) {
    const isBox = /\.(?:mbox|mbx)$/i.test(file.name) || startsWithFrom(file.bytes);
    const messages = isBox ? splitMbox(file.bytes) : [{ bytes: file.bytes, line: 1 }];
    if (messages.length === 0) skips.push({ file: file.name, line: 1, reason: 'It is not an mbox: it does not begin with a "From " line.' });
    for (const [i, { bytes, line }] of messages.entries()) {
      const note = (reason: string): void => void skips.push({ file: file.name, line, reason });
      const mail = await readMail(bytes, `${file.name}-${i + 1}`, note);
      if (mail) mails.push(mail);
    }
  }
  return { documents: threads(mails).map((thread) => ({ kind: 'ticket' as const, document: toTicket(thread, options.agents ?? []) })), skipped: skips };
}

async function readMail(bytes: Uint8Array, fallbackId: string, note: (reason: string) => void): Promise<Mail | null> {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200_000));
  if (!/^[\w-]+:[^\n]*\n/m.test(head) || !/\r?\n\r?\n/.test(head)) {
    note('The message is cut off within its headers; it was left out.');
    return null;
  }
  try {
    const mail = await PostalMime.parse(bytes);
    const text = (mail.text?.trim() || htmlText(mail.html ?? '')).slice(0, MAX_TEXT);
    const subject = (mail.subject ?? '').trim();
    if (text === '' && subject === '') {
      note('The message has neither a subject nor a text; it was left out.');
      return null;
    }
    if (unclosed(bytes, head)) note('The message is cut off; what is there of it was read.');
    const sender = mail.from;
    return {
      id: mail.messageId?.trim() || fallbackId,
      refs: `${mail.references ?? ''} ${mail.inReplyTo ?? ''}`.match(/<[^<>\s]+>/g) ?? [],
      subject: subject.slice(0, 1_000),
      from: (sender && 'address' in sender ? sender.address : '')?.toLowerCase() ?? '',
      name: sender?.name?.trim() ?? '',
      at: isoDate(mail.date),
      text,
    };
  } catch (error) {
    note(`The message cannot be read: ${error instanceof Error ? error.message : 'it is broken'}`.slice(0, 300));
    return null;
  }
}

/** A multipart message ends with its boundary and two dashes. */
function unclosed(bytes: Uint8Array, head: string): boolean {
  const boundary = /boundary="?([^"\r\n;]+)"?/i.exec(head.slice(0, Math.max(0, head.search(/\r?\n\r?\n/))))?.[1];
  if (boundary === undefined) return false;
  return !new TextDecoder('latin1').decode(bytes.subarray(Math.max(0, bytes.length - 200_000))).includes(`--${boundary.trim()}--`);
}

/** Joined by what they refer to; without references, by subject between the same people. */
function threads(mails: Mail[]): Mail[][] {
  const home = new Map<string, Mail[]>();
  const all: Mail[][] = [];
  for (const mail of mails) {
    const bySubject = `${plainSubject(mail.subject)}`;
    const isAnswer = /^\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s*:/i.test(mail.subject);
    const found =
      [mail.id, ...mail.refs].map((id) => home.get(id)).find((t) => t !== undefined) ??
      (isAnswer && bySubject !== '' ? home.get(`subject ${bySubject}`) : undefined);
    const thread = found ?? [];
    if (!found) all.push(thread);
    // A message that was kept twice is one message.
    if (!thread.some((m) => m.id === mail.id)) thread.push(mail);
    for (const id of [mail.id, ...mail.refs]) if (!home.has(id)) home.set(id, thread);
    if (bySubject !== '') home.set(`subject ${bySubject}`, thread);
  }
  return all.map((thread) => thread.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? '')));
}

function toTicket(thread: Mail[], agents: readonly string[]): Record<string, unknown> {
  const isAgent = (address: string): boolean => agents.some((a) => address === a.toLowerCase() || address.endsWith(`@${a.toLowerCase().replace(/^@/, '')}`));
  const opening = thread.find((m) => !isAgent(m.from)) ?? thread[0];
  const customer = opening?.from ?? '';
  const replies = thread
    .filter((m) => m !== opening)
    .slice(0, MAX_REPLIES)
    .map((m) => {
      const agent = agents.length > 0 ? isAgent(m.from) : m.from !== customer;
      return { role: agent ? 'agent' : 'requester', at: m.at ?? null, text: m.text, ...(agent ? { author: (m.name || m.from).slice(0, 256) || null } : {}) };
    });
  return {
    id: (opening?.id ?? '').replace(/^<|>$/g, '').slice(0, 256),
    subject: opening?.subject ?? '',
    body: opening?.text ?? '',
    replies,
    status: replies.some((r) => r.role === 'agent') ? 'solved' : 'open',
    channel: 'email',
    requester: opening?.from || opening?.name ? { id: (customer || 'unknown').slice(0, 128), name: (opening?.name ?? '').slice(0, 256) } : null,
    createdAt: opening?.at ?? null,
  };
}

function plainSubject(subject: string): string {
  return subject
    .replace(/^(?:\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv)\s*(?:\[\d+\])?\s*:)+/i, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

function startsWithFrom(bytes: Uint8Array): boolean {
  return /^From \S+/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 80)));
}
