import type { Message, Ticket } from '#shared/ticket';
import type { Flag } from '#shared/triage';
import { cleanText, clipMiddle } from '../../text/clean-text.ts';
import { injectionThreshold, scoreInjection } from '../../text/injection.ts';
import { detectLanguage } from '../../text/language.ts';
import type { NormalizedTicket, Vault } from '../types.ts';
import { stripQuotes } from './strip-quotes.ts';
import { createVault } from './vault.ts';

/** What is searched and classified of one ticket, in characters. */
const MAX_TEXT = 20_000;
/** What is read at all of one message before quotes are stripped; the middle of a longer one goes. */
const MAX_RAW = 80_000;
/** All messages of a ticket together, newest first; older ones are left out. */
const MAX_CONVERSATION = 60_000;
/** Below this the helpdesk's own locale is believed rather than the text. */
const SURE_OF_LANGUAGE = 0.5;
const NO_NAME = /unknown|anonym|no.?reply|postmaster|mailer|caller|visitor|customer|admin|support|@|\d/i;

/**
 * Cleans and pseudonymises a ticket: NFKC, nothing hidden, quotes and signatures off, personal data in a vault of this
 * request alone. What is attached joins the text that is searched, after the messages; what is asked, and in which
 * language, the messages say. Any string is taken, however broken; the ticket given is not changed.
 */
export function normalize(ticket: Ticket): NormalizedTicket {
  const name = cleanText(ticket.requester?.name ?? '').text.trim();
  const vault = createVault([name, ticket.requester?.email?.split('@')[0]?.replace(/[._+\d]+/g, ' ') ?? ''].filter((n) => n.length > 1));
  const subject = cleanText(clipMiddle(ticket.subject, 1_000));
  const cleaned = cleanMessages(ticket.messages);
  const files = (ticket.attachments ?? []).map(({ name, text }) => ({ name: cleanText(name).text, text: cleanText(text).text }));
  const injection = scoreInjection(
    [subject.text, ...cleaned.messages.filter((m) => m.role === 'requester').map((m) => m.text), ...files.map((f) => f.text)].join('\n'),
    subject.hidden + cleaned.hidden,
  );

  const messages = cleaned.messages.map((message) => ({ ...message, text: vault.hide(message.text) }));
  const hiddenSubject = vault.hide(subject.text.replace(/\s+/g, ' ').trim());
  const theirs = messages.filter((message) => message.role === 'requester' && message.text !== '');
  const attachments = files.map(({ name, text }) => ({ name: vault.hide(name), text: vault.hide(text) }));
  const lastMessage = theirs.at(-1)?.text ?? '';
  const whole = [hiddenSubject, ...theirs.map((message) => message.text).reverse(), ...attachments.map((file) => file.text)]
    .filter((part) => part !== '')
    .join('\n\n');
  const text = clipMiddle(whole, MAX_TEXT);
  // Before the fields are hidden: what everyone knows already needs no flag.
  const flags = [
    ...injectionFlag(injection),
    ...personalDataFlag(vault),
    ...(cleaned.cut || whole.length > MAX_TEXT ? [oversize] : []),
    ...(text.trim() === '' ? [empty] : []),
  ];

  return {
    ticket: {
      ...ticket,
      subject: hiddenSubject,
      messages,
      ...(attachments.length > 0 ? { attachments } : {}),
      requester: ticket.requester && {
        id: ticket.requester.id,
        name: name && vault.hide(name),
        email: ticket.requester.email && vault.hide(cleanText(ticket.requester.email).text),
      },
    },
    vault,
    text,
    lastMessage: clipMiddle(lastMessage, MAX_TEXT),
    language: languageOf(lastMessage, hiddenSubject, ticket.locale),
    requesterName: firstName(name, vault),
    flags,
  };
}

/** Messages newest first until the conversation is long enough, then back in their order. */
function cleanMessages(messages: readonly Message[]): { messages: Message[]; hidden: number; cut: boolean } {
  const kept: Message[] = [];
  let room = MAX_CONVERSATION;
  let hidden = 0;
  let cut = false;
  for (const message of [...messages].reverse()) {
    if (room <= 0) {
      cut = true;
      break;
    }
    const clean = cleanText(clipMiddle(message.text, MAX_RAW));
    const text = stripQuotes(clean.text);
    cut ||= message.text.length > MAX_RAW || text.length > MAX_TEXT;
    if (message.role === 'requester') hidden += clean.hidden;
    kept.push({ ...message, text: clipMiddle(text, MAX_TEXT) });
    room -= Math.min(text.length, MAX_TEXT);
  }
  return { messages: kept.reverse(), hidden, cut };
}

function languageOf(lastMessage: string, subject: string, locale: string | null): NormalizedTicket['language'] {
  const detected = detectLanguage(lastMessage.trim() === '' ? subject : lastMessage);
  const believed = /^[a-z]{2}(?=$|[-_])/i.exec(locale ?? '')?.[0].toLowerCase();
  if (detected.confidence < SURE_OF_LANGUAGE && believed) return { value: believed, confidence: Math.max(detected.confidence, SURE_OF_LANGUAGE) };
  return detected;
}

/** `Anna Berg`, `Berg, Anna`, `アンナ`: the placeholder of what one would greet; null where the field holds no person's name. */
function firstName(name: string, vault: Vault): string | null {
  if (name === '' || NO_NAME.test(name)) return null;
  const given = name.includes(',') ? name.split(',')[1]?.trim().split(/\s+/)[0] : name.split(/\s+/)[0];
  if (!given || !/^[\p{L}\p{M}'’-]{2,40}$/u.test(given)) return null;
  const hidden = vault.hide(given);
  return /^⟦NAME_\d+⟧$/.test(hidden) ? hidden : null;
}

function injectionFlag({ score, marks }: { score: number; marks: string[] }): Flag[] {
  if (score < injectionThreshold) return [];
  return [
    {
      code: 'injection',
      severity: 'warning',
      message: 'The message holds text that tries to steer an assistant. Read it before you use the draft.',
      evidence: marks,
    },
  ];
}

function personalDataFlag(vault: Vault): Flag[] {
  const kinds = Object.keys(vault.counts).filter((kind) => kind !== 'NAME');
  if (kinds.length === 0) return [];
  const grave = kinds.filter((kind) => ['CARD', 'IBAN', 'ID', 'SECRET'].includes(kind));
  const words: Record<string, string> = { CARD: 'a card number', IBAN: 'an account number', ID: 'an identity number', SECRET: 'a password or key' };
  return [
    {
      code: 'personal_data',
      severity: grave.length > 0 ? 'warning' : 'info',
      message:
        grave.length > 0
          ? `The customer wrote ${grave.map((kind) => words[kind]).join(', ')}. Consider redacting it in the helpdesk.`
          : 'Personal data was kept out of search and drafting.',
      evidence: kinds.map((kind) => `${kind} × ${vault.counts[kind]}`),
    },
  ];
}

const oversize: Flag = { code: 'oversize', severity: 'info', message: 'The conversation is very long; its beginning and its end were read.', evidence: [] };
const empty: Flag = { code: 'empty', severity: 'warning', message: 'The ticket holds no words from the customer.', evidence: [] };
