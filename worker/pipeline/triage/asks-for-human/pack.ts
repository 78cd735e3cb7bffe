/**
 * A small pattern language for requests, so that a language is a page of words. Words stand apart by one space:
 *
 *   talk|speak     one of these words         <human>   one of a named list
 *   with_a         words in a row             call*     any ending
 *   ~3             up to three words          ?please   may be missing
 *   ^ $            start, end of the clause
 */

export type Pack = {
  /** First letters (four, or the whole of a shorter word) of which any request holds one: the rest is not read closely. */
  triggers: string;
  /** Named lists, each an alternation. A list may use lists above it. */
  lists: Readonly<Record<string, string>>;
  /** Asks for a person. */
  asks: readonly string[];
  /** A word or two that ask when they are the whole message, or nearly. */
  bare: readonly string[];
  /** Asks that hold though they read like a refusal: no bot, or a complaint that nobody can be reached. */
  insists: readonly string[];
  /** Words that only look like a person or a request; taken out before anything is read. */
  lookAlikes: readonly string[];
  /** A clause that matches asks for nobody: negation, thanks, how the product's own roles work. */
  refuses: readonly string[];
  /** Clauses end at these words, too. */
  splits: readonly string[];
  /** What an apostrophe becomes. */
  apostrophe: '' | ' ';
};

export type CompiledPack = {
  asks: RegExp[];
  bare: RegExp[];
  insists: RegExp[];
  lookAlikes: RegExp[];
  refuses: RegExp[];
  split: RegExp;
  apostrophe: string;
  mayAsk: (words: string) => boolean;
};

export function compilePack(pack: Pack): CompiledPack {
  const lists = new Map<string, string>();
  for (const [name, list] of Object.entries(pack.lists)) lists.set(name, words(list, lists));
  const all = (patterns: readonly string[], flags = 'u'): RegExp[] => patterns.map((p) => new RegExp(pattern(p, lists), flags));
  const triggers = new Set(pack.triggers.split(' '));
  return {
    mayAsk: (text) => text.split(' ').some((word) => triggers.has(word.slice(0, 4))),
    asks: all(pack.asks),
    bare: all(pack.bare),
    insists: all(pack.insists),
    lookAlikes: all(pack.lookAlikes, 'gu'),
    refuses: all(pack.refuses),
    split: new RegExp(pack.splits.length > 0 ? ` (?:${pack.splits.map((s) => words(s, lists)).join('|')})(?= )` : '(?!)', 'gu'),
    apostrophe: pack.apostrophe,
  };
}

function pattern(source: string, lists: ReadonlyMap<string, string>): string {
  let out = '';
  if (/ {2}|^ | $/.test(source)) throw new Error(`"${source}" has a space too many`);
  for (const token of source.split(' ')) {
    if (token === '^') out += '^';
    else if (token === '$') out += ' ?$';
    else if (token.startsWith('~')) out += `(?: [^ ]+){0,${token.slice(1)}}`;
    else if (token.startsWith('?')) out += `(?: (?:${words(token.slice(1), lists)}))?`;
    else if (token.endsWith(')?')) out += `(?: (?:${words(token.slice(0, -1), lists)}))?`;
    else out += ` (?:${words(token, lists)})`;
  }
  return `${out}(?= |$)`;
}

const words = (source: string, lists: ReadonlyMap<string, string>): string =>
  source
    .replace(/<(\w+)>/g, (_, name: string) => {
      const list = lists.get(name);
      if (list === undefined) throw new Error(`no list <${name}>`);
      return `(?:${list})`;
    })
    .replaceAll('_', ' ')
    .replaceAll('*', '[^ ]*');
