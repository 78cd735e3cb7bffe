/** A text that is there already in another language: the customer's message for the agent, the agent's own for the customer. */
import { type AssistResponse, MAX_TRANSLATED } from '#shared/assist';
import type { Ticket } from '#shared/ticket';
import { AppError } from '../../errors.ts';
import type { AssistDeps } from '../../pipeline/assist-ticket.ts';
import { normalize } from '../../pipeline/normalize/index.ts';
import type { RunContext } from '../../pipeline/types.ts';
import type { Drafter, DraftRequest } from '../../ports.ts';
import { cleanText } from '../../text/clean-text.ts';
import { detectLanguage } from '../../text/language.ts';
import { sentences } from '../../text/sentences.ts';
import { saysTheSame } from './says-the-same.ts';

type Input = { language: string; text: string | null /** Null: the customer's last message. */; ticket: Ticket; context: RunContext };

/** The whole of a translation over all models, in milliseconds: a person is waiting. */
const DEADLINE_MS = 7_500;
/** What of a line goes into one source; longer ones are cut between sentences. */
const MAX_LINE = 500;
const MAX_PARTS = 36;
/** From here on the language of a text is believed. */
const SURE = 0.8;
const MARKER = /^\s*(?:(?:[-*•–>]|\d{1,3}[.)])\s+)?/;

/**
 * Personal data leaves as placeholders. What comes back must say every line, with the same numbers, links and
 * placeholders, in the language wanted; else it is as if no model had answered. Throws `needs_model` without one that
 * could, `conflict` for nothing to translate.
 */
export async function translateText({ language, text, ticket, context }: Input, deps: AssistDeps): Promise<AssistResponse> {
  const seen = normalize(ticket);
  const whole = (text === null ? seen.lastMessage : seen.vault.hide(cleanText(text).text)).trim();
  if (whole === '') throw new AppError('conflict', 'There is no text to translate.');
  const written = detectLanguage(whole);
  if (written.value === language && written.confidence >= SURE) throw new AppError('conflict', 'The text is in this language already.');
  const mayAsk = context.release.manifest.models.drafter !== 'extractive';
  const models = deps.drafters.filter((drafter) => mayAsk && drafter.name === 'model');
  if (models.length === 0) throw new AppError('needs_model', 'No language model is connected. Only a model can translate.', { retryable: false });
  const { parts, cut } = partsOf(whole);
  const request = requestFor(parts, { language, from: written.value, context });
  const signal = AbortSignal.timeout(DEADLINE_MS);
  for (const drafter of models) {
    const said = await translated(drafter, request, signal);
    if (!said || !isWhole(parts, said, language)) continue;
    const lines = parts.map(({ before }, i) => `${before}${said[i]}`).join('');
    return {
      ability: 'translate',
      text: seen.vault.restore(lines).trim(),
      language,
      citations: [],
      by: { drafter: drafter.name, model: drafter.model ?? request.model },
      degraded: cut ? 'Only the beginning was translated: the text is long.' : null,
    };
  }
  throw new AppError('needs_model', 'The language model cannot be used at the moment, or did not keep to the text. Only a model can translate.', {
    retryable: true,
  });
}

/** What one source of the request holds, and the line break, list mark or space that stands before it. */
type Part = { before: string; text: string };

function partsOf(whole: string): { parts: Part[]; cut: boolean } {
  const parts: Part[] = [];
  let room = MAX_TRANSLATED;
  let before = '';
  for (const line of whole.split('\n')) {
    const mark = MARKER.exec(line)?.[0] ?? '';
    before += mark;
    for (const piece of pieces(line.slice(mark.length).trim())) {
      if (piece.length > room || parts.length >= MAX_PARTS) return { parts, cut: true };
      parts.push({ before, text: piece });
      room -= piece.length;
      before = ' ';
    }
    before = `${before === ' ' ? '' : before}\n`;
  }
  return { parts, cut: false };
}

function pieces(line: string): string[] {
  if (line === '') return [];
  if (line.length <= MAX_LINE) return [line];
  return sentences(line).flatMap((sentence) => sentence.match(new RegExp(`[\\s\\S]{1,${MAX_LINE * 2}}`, 'gu')) ?? []);
}

function requestFor(parts: readonly Part[], { language, from, context }: { language: string; from: string; context: RunContext }): DraftRequest {
  const { voice, prompts, models } = context.release.manifest;
  return {
    outcome: 'answer',
    translate: true,
    language,
    subject: '',
    question: '',
    sources: parts.map(({ text }, i) => ({ n: i + 1, passageId: '', articleId: '', kind: 'article', title: '', headings: [], text, language: from })),
    voice,
    requesterName: null,
    customer: { tier: null, plan: null, region: null, version: null },
    say: [],
    clarify: [],
    attempt: 0,
    model: models.drafter,
    prompts,
  };
}

/** By part; null when the model failed. */
async function translated(drafter: Drafter, request: DraftRequest, signal: AbortSignal): Promise<string[] | null> {
  const said = request.sources.map(() => '');
  try {
    for await (const { text, citations } of drafter.draft(request, signal)) {
      const place = (citations[0] ?? 0) - 1;
      if (citations.length !== 1 || said[place] === undefined) return null;
      said[place] = `${said[place]} ${text.replace(/\s+/g, ' ')}`.trim();
    }
    return said;
  } catch {
    return null;
  }
}

function isWhole(parts: readonly Part[], said: readonly string[], language: string): boolean {
  const written = detectLanguage(said.join('\n'));
  if (written.value !== language && written.confidence >= SURE) return false;
  return parts.every(({ text }, i) => saysTheSame(text, said[i] ?? ''));
}
