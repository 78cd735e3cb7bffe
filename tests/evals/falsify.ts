/** Turns a true sentence into a false one, the way a model goes wrong: with something plausible from next door. */

export type Falsehood = { kind: 'number' | 'name' | 'unit' | 'negation'; text: string };

const NUMBER = /(?<![\p{L}\d_.-])\d+(?:\.\d+)*(?![\p{L}\d_-]|\.\d)/gu;
const UNITS = ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years', 'KB', 'MB', 'GB', '%'];
const UNIT = /(?<=\d\s?)(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|KB|MB|GB|%)(?![\p{L}])/giu;
const NAME = /(?<=[\p{Ll},;]\s)\p{Lu}[\p{L}\p{N}_-]{2,30}(?![\p{L}\p{N}])/gu;
const NEGATION = /\s(?:not|never|cannot|n['’]t)(?=\s)|(?<=\p{L})n['’]t(?=\s)/iu;
const VERB = /\s(?:is|are|was|were|can|will|should|must|may|could|would|does|do|has|have)(?=\s)/iu;

/** Every false version of `text` that this can make; `neighbour` lends numbers and names. None equals a true one. */
export function falsify(text: string, neighbour: string, random: () => number): Falsehood[] {
  const made: Falsehood[] = [];
  const swap = (kind: Falsehood['kind'], pattern: RegExp, others: string[]) => {
    const matches = [...text.matchAll(pattern)];
    const match = matches[Math.floor(random() * matches.length)];
    const fitting = others.filter((other) => !text.toLowerCase().includes(other.toLowerCase()));
    const other = fitting[Math.floor(random() * fitting.length)];
    if (match && other) made.push({ kind, text: text.slice(0, match.index) + other + text.slice(match.index + match[0].length) });
  };
  swap('number', NUMBER, neighbour.match(NUMBER) ?? []);
  swap('name', NAME, neighbour.match(NAME) ?? []);
  swap(
    'unit',
    UNIT,
    UNITS.filter((unit) => !(text.match(UNIT) ?? []).some((own) => unit.toLowerCase().startsWith(own.toLowerCase().replace(/s$/, '')))),
  );
  const negated = NEGATION.exec(text);
  if (negated)
    made.push({
      kind: 'negation',
      text: text.slice(0, negated.index) + (/^\scannot/i.test(negated[0]) ? ' can' : '') + text.slice(negated.index + negated[0].length),
    });
  else {
    const verb = VERB.exec(text);
    if (verb) made.push({ kind: 'negation', text: `${text.slice(0, verb.index + verb[0].length)} not${text.slice(verb.index + verb[0].length)}` });
  }
  return made;
}

/** How a careful model says the same: shorter, introduced, or without the aside. */
export function reword(text: string, random: () => number): string {
  const lower = /^(?:The|A|An|This|These|To|If|You|When|For|In|It|Use|Click|Open|Select|Go|Set|Run)\b/.test(text)
    ? text[0]?.toLowerCase() + text.slice(1)
    : text;
  const forms = [
    () => `Please note that ${lower}`,
    () => text.replace(/\s?\([^()]{1,120}\)/, ''),
    () => `In this case, ${lower}`,
    () =>
      text
        .replace(/\bdo not\b/, "don't")
        .replace(/\bcannot\b/, "can't")
        .replace(/\bit is\b/i, "it's"),
    () => text.replace(/^(?:Note:?|However,|Also,|Therefore,|In addition,)\s+/i, ''),
  ];
  return (forms[Math.floor(random() * forms.length)] ?? (() => text))();
}
