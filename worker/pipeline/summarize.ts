import { contentTerms } from '../text/content-terms.ts';
import { sentences } from '../text/sentences.ts';
import type { NormalizedTicket } from './types.ts';

const MAX_SENTENCES = 3;
const MAX_CHARS = 420;
const MAX_READ = 200;
/** What a customer says when coming to the point. */
const POINT =
  /[?？]|\b(?:not|n['’]t|cannot|error|problem|issue|fail\w*|broken|how|why|want|need|please|nicht|fehler|problem|warum|wie|erreur|pourquoi|comment|no|problema|cómo|por qué|não|erro|come|perché|niet|fout|hoe)\b|ません|エラー|でき/iu;
/** Mostly letters, and not beginning like a line of a log. */
const prose = (text: string) => (text.match(/\p{L}|\s/gu)?.length ?? 0) / text.length > 0.75 && !/^[\s\d[({<]/.test(text);
const COURTESY =
  /^(?:hi|hello|hey|dear|thanks|thank you|regards|best|hallo|guten|liebe|bonjour|merci|hola|gracias|buen|olá|obrigad|ciao|grazie|dank|お世話|よろしく)/iu;

/**
 * Two or three of the requester's own sentences that say what they want, in their order, pseudonymised as the ticket
 * is. The subject stands alone where there is no message; empty for an empty ticket.
 */
export function summarize({ ticket, lastMessage, text, language }: Pick<NormalizedTicket, 'ticket' | 'lastMessage' | 'text' | 'language'>): string {
  const first = ticket.messages.find((message) => message.role === 'requester' && message.text.trim() !== '')?.text ?? '';
  const source = lastMessage.length >= 80 ? lastMessage : [first === lastMessage ? '' : first, lastMessage].filter(Boolean).join('\n');
  const found = sentences(source)
    .slice(0, MAX_READ)
    .filter((sentence) => sentence.length > 1);
  if (found.length === 0) return ticket.subject || text.slice(0, MAX_CHARS);
  const subject = new Set(contentTerms(ticket.subject, language.value));
  const counts = new Map<string, number>();
  const terms = found.map((sentence) => new Set(contentTerms(sentence, language.value)));
  for (const set of terms) for (const term of set) counts.set(term, (counts.get(term) ?? 0) + 1);
  const scored = found.map((sentence, i) => ({ sentence, i, score: scoreOf(sentence, i, terms[i] ?? new Set()) }));

  function scoreOf(sentence: string, i: number, set: Set<string>): number {
    let central = 0;
    for (const term of set) central += (counts.get(term) ?? 0) > 1 ? 1 : 0.3;
    const shared = [...set].filter((term) => subject.has(term)).length;
    const length = Math.min(1, set.size / 6) * (sentence.length > 300 ? 0.5 : 1);
    return (
      (central / Math.max(4, set.size)) * length +
      0.25 * Math.min(shared, 3) +
      (POINT.test(sentence) ? 0.5 : 0) +
      0.4 / (1 + i / 2) -
      (prose(sentence) ? 0 : 1.5) -
      (COURTESY.test(sentence) && sentence.length < 60 ? 1.5 : 0)
    );
  }

  const kept: typeof scored = [];
  let size = 0;
  for (const candidate of scored.sort((a, b) => b.score - a.score)) {
    if (kept.length >= MAX_SENTENCES || (kept.length > 0 && size + candidate.sentence.length > MAX_CHARS)) break;
    kept.push(candidate);
    size += candidate.sentence.length;
  }
  return kept
    .sort((a, b) => a.i - b.i)
    .map(({ sentence }) => (sentence.length > MAX_CHARS ? `${sentence.slice(0, MAX_CHARS - 1)}…` : sentence))
    .join(' ');
}
