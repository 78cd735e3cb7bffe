import { fillPrompt } from '#shared/prompts';
import type { DraftRequest } from '../../ports.ts';

export type DraftMessages = {
  system: string;
  user: string /** The delimiters of this request: text that holds one echoes the prompt. */;
  delimiters: string[];
};

/** Longest text of one source; sources beyond this many characters together are left out. */
const MAX_SOURCE = 3_000;
const MAX_SOURCES = 16_000;

/**
 * The messages for one draft. Instructions come from the release's prompts, with typed slots; everything a customer or
 * an author wrote goes into one JSON object between delimiters that only this request knows, with every character
 * escaped that special tokens and tags are made of.
 */
export function renderDraft(request: DraftRequest, nonce: string): DraftMessages {
  const open = `<<DATA ${nonce}>>`;
  const close = `<<END ${nonce}>>`;
  const { prompts } = request;
  const frame = { open, close, language: request.language };
  const system = request.translate
    ? fillPrompt('draft.translate', prompts['draft.translate'] ?? '', frame)
    : fillPrompt('draft.system', prompts['draft.system'] ?? '', {
        ...frame,
        maxSentences: String(Math.max(1, Math.min(request.voice.maxSentences, 12))),
        task: prompts[`draft.task.${request.outcome}`] ?? prompts['draft.task.answer'] ?? '',
        tenure: prompts[`draft.tenure.${request.tenure}`] ?? '',
        attempt: request.attempt > 0 ? (prompts['draft.attempt'] ?? '') : '',
      });
  let room = MAX_SOURCES;
  const sources = request.sources.flatMap(({ n, kind, title, headings, text, language }) => {
    const clipped = text.slice(0, Math.min(MAX_SOURCE, room));
    room -= clipped.length;
    return clipped === '' ? [] : [{ n, kind, title, headings, language, text: clipped }];
  });
  const data = { subject: request.subject, question: request.question, customer: request.customer, sources, ask: request.clarify };
  return { system, user: `${open}\n${escaped(data)}\n${close}`, delimiters: [nonce] };
}

/** Untrusted data as the user's message, between delimiters that only this request knows. */
export const between = (data: unknown, nonce: string): string => `<<DATA ${nonce}>>\n${escaped(data)}\n<<END ${nonce}>>`;

/** JSON in which `<`, `>`, `&`, `|` and square brackets in strings are written as escapes: no tag or special token survives. */
function escaped(value: unknown): string {
  return JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text.replace(/[<>&|[\]]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
