/** Which of an agent's replies solved a ticket: the one that says what to do, best of all the one thanked for. */
import type { ReplyDocument } from '#shared/knowledge';
import { fold } from '../../text/fold.ts';

/** Thanks and success in the languages of most helpdesks, folded. */
const THANKS =
  /\b(?:thanks?|thank you|thx|cheers|solved|fixed|worked|works now|working now|that did it|did the trick|perfect|great|danke|vielen dank|gelost|funktioniert(?: jetzt| wieder)?|merci|resolu|ca marche|gracias|solucionado|resuelto|funciono|obrigad[oa]|resolvido|funcionou|grazie|risolto|funziona|bedankt|opgelost|tack|dzieki|spasibo)\b|спасибо|ありがとう|谢谢|謝謝|감사/u;
/** What takes the thanks back. */
const NOT_SOLVED =
  /\b(?:but|however|unfortunately|still|did ?n[o']?t|does ?n[o']?t|no luck|not work|aber|leider|trotzdem|immer noch|mais|malheureusement|toujours pas|pero|lamentablemente|sigue|mas|infelizmente|ma purtroppo|helaas)\b/u;
const QUOTED = /^(?:\(quote\)|>)/;

export type Decisive = { index: number /** The requester said that it helped. */; confirmed: boolean };

/** Null without an agent's reply. `linked` says how many known articles a reply names. */
export function decisiveReply(replies: readonly ReplyDocument[], linked: (index: number) => number): Decisive | null {
  let best: Decisive | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const [index, reply] of replies.entries()) {
    if (reply.role !== 'agent' || !reply.public || reply.text.trim() === '') continue;
    const confirmed = thanked(replies, index);
    const words = ownWords(reply.text).split(/\s+/).length;
    const score =
      (confirmed ? 2 : 0) +
      Math.min(1, linked(index)) +
      (reply.macroId === null ? 0 : 0.7) +
      Math.min(1, words / 60) +
      0.3 * ((index + 1) / replies.length) -
      (words < 8 ? 1.5 : 0) -
      (asksOnly(reply.text) ? 0.7 : 0);
    if (score <= bestScore) continue;
    best = { index, confirmed };
    bestScore = score;
  }
  return best;
}

/** Whether the requester's next words, before another agent speaks, are thanks without a "but". */
function thanked(replies: readonly ReplyDocument[], index: number): boolean {
  for (const reply of replies.slice(index + 1)) {
    if (reply.role === 'agent') return false;
    const said = fold(ownWords(reply.text)).slice(0, 400);
    if (THANKS.test(said)) return !NOT_SOLVED.test(said);
  }
  return false;
}

/** Every sentence of it is a question. */
function asksOnly(text: string): boolean {
  const own = ownWords(text);
  return own.includes('?') && !/[^?]{40,}[.!](?:\s|$)/.test(own);
}

/** Without the lines a writer quotes from before. */
export function ownWords(text: string): string {
  const lines = text.split('\n').filter((line, i, all) => !QUOTED.test(line.trim()) && !(i > 0 && all[i - 1]?.trim() === '(quote)'));
  return lines.join('\n').trim();
}
