/** Sources cut into what can be said on its own: sentences, and procedures whose steps stand or fall together. */
import type { DraftSource } from '../../ports.ts';
import { contentTerms } from '../../text/content-terms.ts';
import { sentences } from '../../text/sentences.ts';
import { isFragment, sayable, sayableItem } from './sayable.ts';

/** A sentence or step, and the number of the source it stands in. */
export type UnitLine = { text: string; n: number };
export type Unit = {
  source: DraftSource;
  /** Place in the reading order of its article: units that follow each other there differ by one. */
  at: number;
  lines: UnitLine[];
  kind: 'statement' | 'step';
  terms: Set<string>;
  /** Terms of the article's title and the headings above. */
  about: ReadonlySet<string>;
  /** The line that introduces what follows it. */
  lead: boolean;
  /** Begins with a word that points at the sentence before it. */
  leans: boolean;
  /** Numbers of its first and last step. */
  from: number;
  to: number;
  /** Place within its passage, from 0. */
  order: number;
  score: number;
};

/** A list is cut into passages only from about this many characters on; before, the next one is another list. */
const CUT_FROM = 1_100;
const NUMBERED = /^\s{0,8}(\d{1,3})[.)]\s+/;
const BULLET = /^\s{0,8}[-*•–]\s+/;
const LEANS =
  /^(?:it(?!['’]?s? (?:is )?(?:possible|recommended|best|important|necessary|likely))|its|this|that|they|these|those|such|then|also|but|and|or|otherwise|both|he|she|so|however|instead|therefore|in that case|if (?:so|not|yours|it|they|this|that)|es|sie|dies\w{0,2}|das|diese\w?|dann|auch|aber|sonst|beide|cela|ceci|ils?|elles?|mais|sinon|ensuite|esto|eso|estos|estas|pero|entonces|también|isto|isso|eles|elas|mas|então|também|questo|ciò|essi|ma|poi|anche|dit|dat|ze|deze|maar|dan|ook)(?![\p{L}])/iu;
/** Does something to a thing that was named before: `Unplug it`, `all lights there`. */
const POINTS_BACK =
  /^\p{Lu}\p{Ll}+ (?:it|them|this|that)\b|^[^,.]{1,60}\bthere\b(?! (?:is|are|was|were|may|might|can|will))|\b(?:this|these) (?:settings?|options?|steps?|changes?|files?|folders?|windows?|menus?|buttons?|pages?|list)\b|\bsuch an? \p{L}|(?<!\p{L})(?:solch(?:e[mnrs]?)?|un tel|une telle) \p{L}/u;
/** Says something of what the sentence before it named: `Voice assistants do not.` */
const ELLIPSIS = /\b(?:do|does|did|is|are|was|were|can|will|has|have)(?:\snot|n['’]t)?\.$/iu;

/** All units in reading order: passages that follow each other in an article are read as one text. The second half of a procedure alone is left out. */
export function unitsOf(sources: readonly DraftSource[]): Unit[] {
  const units: Unit[] = [];
  let at = 0;
  let before: DraftSource | undefined;
  for (const source of inReadingOrder(sources)) {
    const follows = before !== undefined && followsOn(before, source);
    if (!follows) at += 2;
    before = source;
    for (const unit of parse(source)) {
      const begun = begunBy(units, unit, follows);
      if (begun) {
        begun.lines.push(...unit.lines);
        begun.to = unit.to;
        for (const term of unit.terms) begun.terms.add(term);
      } else if (unit.from <= 1) units.push({ ...unit, at: at++ });
    }
  }
  return units;
}

/** The procedure that `unit` goes on with, which was cut because it is long or a remark stands in it. */
function begunBy(units: readonly Unit[], unit: Parsed, follows: boolean): Unit | undefined {
  if (unit.kind !== 'step') return undefined;
  const begun = units.findLast((other) => other.kind === 'step' && other.source.articleId === unit.source.articleId);
  if (unit.from > 1) return begun?.to === unit.from - 1 ? begun : undefined;
  return follows && unit.order === 0 && begun === units.at(-1) && (begun?.source.text.length ?? 0) > CUT_FROM ? begun : undefined;
}

/** The next passage of the same article under the same heading. */
const followsOn = (before: DraftSource, source: DraftSource): boolean =>
  before.articleId === source.articleId &&
  before.place !== undefined &&
  source.place === before.place + 1 &&
  before.headings.join('\n') === source.headings.join('\n');

/** Articles in the order of their best passage, passages as they stand in the article. */
function inReadingOrder(sources: readonly DraftSource[]): DraftSource[] {
  const articles = [...new Set(sources.map(({ articleId }) => articleId))];
  return articles.flatMap((id) => sources.filter(({ articleId }) => articleId === id).sort((a, b) => (a.place ?? a.n) - (b.place ?? b.n) || a.n - b.n));
}

type Parsed = Omit<Unit, 'at'>;

function parse(source: DraftSource): Parsed[] {
  const units: Parsed[] = [];
  const about = new Set(contentTerms([source.title, ...source.headings].join(' '), source.language));
  const add = (texts: string[], kind: Unit['kind'], { from, to } = { from: 1, to: 1 }) => {
    const terms = new Set(contentTerms(texts.join(' '), source.language));
    const first = texts[0] ?? '';
    const lead = kind === 'statement' && /[:：]$/.test(first);
    const leans = kind === 'statement' && (LEANS.test(first) || POINTS_BACK.test(first) || ELLIPSIS.test(first));
    if (terms.size === 0 && !lead) return;
    units.push({ source, lines: texts.map((text) => ({ text, n: source.n })), kind, terms, about, lead, leans, from, to, order: units.length, score: 0 });
  };
  for (const block of blocksOf(source)) {
    if ('items' in block) {
      const items = block.items.map(sayableItem).filter((item) => item !== '');
      if (items.length > 0) add(items, 'step', block);
    } else {
      const text = sayable(sentences(block.sentence).length > 1 ? sayableItem(block.sentence) : block.sentence);
      if (text !== null && !isFragment(text)) add([text], 'statement');
    }
  }
  return units;
}

/** A sentence of running text, or of a list in which each item says something of its own; or steps, with their numbers. */
type Block = { sentence: string } | { items: string[]; from: number; to: number };

function blocksOf({ text, form }: DraftSource): Block[] {
  const blocks: Block[] = [];
  let steps: Extract<Block, { items: string[] }> | null = null;
  for (const line of text.split('\n')) {
    const number = NUMBERED.exec(line)?.[1];
    const item = line.replace(NUMBERED, '').replace(BULLET, '');
    if (item === line || (number === undefined && form === 'list')) {
      steps = null;
      blocks.push(...(item === line ? sentences(line) : [item]).map((sentence) => ({ sentence })));
      continue;
    }
    const at: number = number === undefined ? (steps?.to ?? 0) + 1 : Number(number);
    // Counting begins anew: another way to do it. A list in which every item is a 1 counts nothing.
    if (!steps || (number !== undefined && at === 1 && steps.to > 1)) {
      steps = { items: [], from: at, to: at };
      blocks.push(steps);
    }
    steps.items.push(item);
    steps.to = at;
  }
  return blocks;
}
