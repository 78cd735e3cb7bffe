import * as z from 'zod';

/** What the model must answer. Strict: a sentence with other fields or kinds is no sentence. */
const sentenceSchema = z.strictObject({
  text: z.string().min(1).max(1_000),
  citations: z.array(z.int().min(1).max(99)).max(10),
  kind: z.enum(['statement', 'step', 'question']),
});

export type ModelSentence = z.infer<typeof sentenceSchema>;

/** The same for the provider's structured output. */
export const answerJsonSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['sentences'],
  properties: {
    sentences: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['text', 'citations', 'kind'],
        properties: {
          text: { type: 'string' },
          citations: { type: 'array', items: { type: 'integer' } },
          kind: { type: 'string', enum: ['statement', 'step', 'question'] },
        },
      },
    },
  },
} as const;

/** More sentences than any reply has: what comes after is not read. */
const MAX_SENTENCES = 40;

/** Some models put their JSON into a Markdown fence: three marks and `json`. */
const MAX_FENCE = 7;

export class MalformedAnswer extends Error {}

/**
 * Reads `{"sentences":[{…},{…}]}` piece by piece and hands out each sentence when its brace closes. `push` throws
 * `MalformedAnswer` on anything that is not such an object; `end` throws when the object is not whole.
 */
export function createSentenceStream(): { push(chunk: string): ModelSentence[]; end(): void } {
  const stack: string[] = [];
  let inString = false;
  let escape = false;
  let started = false;
  let finished = false;
  let word = '';
  let key = '';
  let object: string | null = null;
  let count = 0;
  let skipped = 0;

  function read(char: string, out: ModelSentence[]): void {
    if (object !== null) object += char;
    if (inString) {
      if (escape) escape = false;
      else if (char === '\\') escape = true;
      else if (char === '"') inString = false;
      if (inString && stack.length === 1 && word.length < 64) word += char;
      return;
    }
    if (char === '"') {
      inString = true;
      word = '';
    } else if (char === ':' && stack.length === 1) key = word;
    else if (char === '{' || char === '[') open(char);
    else if (char === '}' || char === ']') close(char, out);
  }

  function open(char: string): void {
    if (char === '{' && stack.join('') === '{[' && key === 'sentences') object = '{';
    stack.push(char);
    if (stack.length > 8) throw new MalformedAnswer('nested too deeply');
  }

  function close(char: string, out: ModelSentence[]): void {
    if (stack.pop() !== (char === '}' ? '{' : '[')) throw new MalformedAnswer('brackets do not match');
    if (object !== null && stack.join('') === '{[') {
      if (++count > MAX_SENTENCES) throw new MalformedAnswer('too many sentences');
      out.push(parse(object));
      object = null;
    }
    if (stack.length === 0) finished = true;
  }

  return {
    push(chunk) {
      const out: ModelSentence[] = [];
      for (const char of chunk) {
        if (!started) {
          if (char === '{') started = true;
          else if (!/\s/.test(char) && (!/[`a-z]/.test(char) || ++skipped > MAX_FENCE)) throw new MalformedAnswer('not a JSON object');
          if (!started) continue;
        }
        if (finished) {
          if (!/[\s`]/.test(char)) throw new MalformedAnswer('text after the object');
          continue;
        }
        read(char, out);
      }
      return out;
    },
    end() {
      if (!finished) throw new MalformedAnswer('the object is not whole');
      if (key !== 'sentences') throw new MalformedAnswer('no sentences');
    },
  };
}

function parse(text: string): ModelSentence {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedAnswer('not JSON');
  }
  const checked = sentenceSchema.safeParse(value);
  if (!checked.success) throw new MalformedAnswer('not as the schema asks');
  return checked.data;
}
