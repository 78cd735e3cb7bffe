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
const MAX_DEPTH = 8;

export class MalformedAnswer extends Error {}

/**
 * Reads `{"sentences":[{…},{…}]}` piece by piece and hands out each sentence when its brace closes. `push` throws
 * `MalformedAnswer` on anything that is not such an object; `end` throws when the object is not whole.
 */
export function createSentenceStream(): { push(chunk: string): ModelSentence[]; end(): void } {
  const scanner = createScanner();
  let skipped = 0;
  let count = 0;

  /** Characters before the object: white space and the opening of a fence. */
  function skip(char: string): boolean {
    if (scanner.state !== 'before' || char === '{') return false;
    if (!/\s/.test(char) && (!/[`a-z]/.test(char) || ++skipped > MAX_FENCE)) throw new MalformedAnswer('not a JSON object');
    return true;
  }

  return {
    push(chunk) {
      const out: ModelSentence[] = [];
      for (const char of chunk) {
        if (skip(char)) continue;
        const object = scanner.read(char);
        if (object === null) continue;
        if (++count > MAX_SENTENCES) throw new MalformedAnswer('too many sentences');
        out.push(parse(object));
      }
      return out;
    },
    end() {
      if (scanner.state !== 'after') throw new MalformedAnswer('the object is not whole');
      if (scanner.key !== 'sentences') throw new MalformedAnswer('no sentences');
    },
  };
}

/** Follows the brackets of one JSON object and gives the text of every object inside its array `sentences`. */
function createScanner() {
  const stack: string[] = [];
  let inString = false;
  let escaped = false;
  let word = '';
  let object: string | null = null;
  const scanner = { state: 'before' as 'before' | 'within' | 'after', key: '', read };

  function read(char: string): string | null {
    if (scanner.state === 'after') {
      if (!/[\s`]/.test(char)) throw new MalformedAnswer('text after the object');
      return null;
    }
    scanner.state = 'within';
    if (object !== null) object += char;
    if (inString) return inText(char);
    if (char === '"') {
      inString = true;
      word = '';
    } else if (char === ':' && stack.length === 1) scanner.key = word;
    else if (char === '{' || char === '[') open(char);
    else if (char === '}' || char === ']') return close(char);
    return null;
  }

  function inText(char: string): null {
    if (escaped) escaped = false;
    else if (char === '\\') escaped = true;
    else if (char === '"') inString = false;
    if (inString && stack.length === 1 && word.length < 64) word += char;
    return null;
  }

  function open(char: string): void {
    if (char === '{' && stack.join('') === '{[' && scanner.key === 'sentences') object = '{';
    stack.push(char);
    if (stack.length > MAX_DEPTH) throw new MalformedAnswer('nested too deeply');
  }

  function close(char: string): string | null {
    if (stack.pop() !== (char === '}' ? '{' : '[')) throw new MalformedAnswer('brackets do not match');
    if (stack.length === 0) scanner.state = 'after';
    if (object === null || stack.join('') !== '{[') return null;
    const whole = object;
    object = null;
    return whole;
  }

  return scanner;
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
