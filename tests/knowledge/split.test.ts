import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitArticle } from '../../worker/knowledge/split.ts';
import { sentences } from '../../worker/text/sentences.ts';
import { article } from './support.ts';

const split = (text: string, summary = '') => splitArticle(article('a', text, { title: 'Title', summary }), 0);
const wordsOf = (text: string): string[] => text.match(/w\d+/g) ?? [];
const kept = (text: string): Set<string> => new Set(split(text).flatMap((passage) => wordsOf(`${passage.headings.join(' ')} ${passage.text}`)));

test('passages follow the structure: headings, steps with their lead-in, tables with their head, code whole', () => {
  const passages = split(
    '# Title\nIntro one. Intro two. Intro three.\n## Setup\nDo this:\n1. Click A\n   more about A\n2. Select B\n## Prices\n| Plan | Price |\n| --- | --- |\n| Basic | 5 € |\n```\nrun --now\n\nend\n```\n',
  );
  expect(passages.map(({ kind, headings }) => [kind, headings.join(' › ')])).toEqual([
    ['prose', 'Title'],
    ['steps', 'Title › Setup'],
    ['table', 'Title › Prices'],
    ['code', 'Title › Prices'],
  ]);
  expect(passages[1]?.text).toBe('Do this:\n1. Click A\nmore about A\n2. Select B');
  expect(passages[2]?.text).toBe('Plan | Price\nBasic | 5 €');
  expect(passages[3]?.text).toBe('run --now\n\nend');
});

test('HTML gives what the same Markdown gives', () => {
  const html =
    '<h2>Setup</h2><p>Do <b>this</b>:</p><ol><li>Click <a href="https://x.example/a">A</a></li><li><p>Select B</p></li></ol><script>no()</script><table><tr><th>Plan</th></tr><tr><td>Basic</td></tr></table>';
  const markdown = '## Setup\nDo **this**:\n1. Click [A](https://x.example/a)\n2. Select B\n\n| Plan |\n|---|\n| Basic |';
  expect(split(html)).toEqual(split(markdown));
  expect(split(html)[0]?.text).toContain('A (https://x.example/a)');
});

test('ids stay while text and place stay, and no two passages share one', () => {
  const before = split('## One\nSame text here.\n## Two\nOther text.\n## Two\nOther text.');
  const after = split('## New\nBrand new.\n## One\nSame text here.\n## Two\nOther text.\n## Two\nOther text.');
  expect(new Set(before.map(({ id }) => id)).size).toBe(3);
  expect(after.slice(1).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(before.every(({ id }) => /^[0-9a-f]{20}$/.test(id))).toBe(true);
});

test('an article without text gives its summary, one without either gives nothing', () => {
  expect(split('', 'In short.').map(({ text }) => text)).toEqual(['In short.']);
  expect(split(' \n\n')).toEqual([]);
});

const word = fc.nat({ max: 9_999 }).map((n) => `w${n}`);
const sentence = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => `${words.join(' ')}.`);
const paragraph = fc.array(sentence, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(' '));
const block = fc.oneof(
  paragraph,
  fc.tuple(fc.constantFrom('#', '##', '###'), sentence).map(([marks, text]) => `${marks} ${text}`),
  fc.array(sentence, { minLength: 1, maxLength: 40 }).map((items) => items.map((item) => `- ${item}`).join('\n')),
  fc.array(sentence, { minLength: 1, maxLength: 9 }).map((items) => items.map((item, i) => `${i + 1}. ${item}\n   - ${item}`).join('\n')),
  fc
    .array(fc.tuple(sentence, sentence), { minLength: 1, maxLength: 30 })
    .map((rows) => ['| a | b |', '|---|---|', ...rows.map(([a, b]) => `| ${a} | ${b} |`)].join('\n')),
  paragraph.map((text) => `\`\`\`\n${text}\n\`\`\``),
  paragraph.map((text) => `> **${text}**`),
);
const markdown = fc.array(block, { maxLength: 12 }).map((blocks) => blocks.join('\n\n'));

const tag = fc.constantFrom('p', 'div', 'h1', 'h2', 'h3', 'li', 'ul', 'ol', 'td', 'th', 'tr', 'table', 'pre', 'span', 'a', 'b', 'blockquote');
const html = fc
  .array(
    fc.oneof(
      word,
      tag.map((name) => `<${name}>`),
      tag.map((name) => `</${name}>`),
      fc.constant('<br>'),
    ),
    { maxLength: 60 },
  )
  .map((parts) => `<p>${parts.join(' ')}`);

test('no word of an article is lost, and no passage grows past its limit', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const found = kept(text);
      for (const each of wordsOf(text)) expect(found).toContain(each);
      for (const passage of split(text)) expect(passage.text.length).toBeLessThan(7_000);
    }),
    { numRuns: 60 },
  );
});

test('no word of broken HTML is lost either', () => {
  fc.assert(
    fc.property(html, (text) => {
      const source = `${text}</p></p></p>`;
      const found = kept(source);
      for (const each of wordsOf(source)) expect(found).toContain(each);
    }),
    { numRuns: 300 },
  );
});

/** Sentences of scripts with and without spaces; each ends as its script ends them, and none is cut. */
const scripts = fc.constantFrom(
  { name: 'en', words: ['open', 'settings', 'account', 'press', 'button', 'wait'], space: ' ', end: '. ' },
  { name: 'ja', words: ['設定', 'を', '開いて', 'ください', 'アカウント', 'ボタン'], space: '', end: '。' },
  { name: 'zh', words: ['打开', '设置', '账户', '点击', '按钮', '等待'], space: '', end: '。' },
  { name: 'th', words: ['เปิด', 'ตั้งค่า', 'บัญชี', 'กด', 'ปุ่ม', 'รอ'], space: '', end: '\n' },
);
const proseIn = fc
  .tuple(scripts, fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 2, max: 9 }))
  .map(([script, sizes, length]) => {
    const said = (n: number): string =>
      `${n === 0 ? 'A' : ''}${Array.from({ length }, (_, i) => script.words[(n * 7 + i * (1 + (n % 3))) % script.words.length]).join(script.space)}`;
    const paragraphs = sizes.map((size, p) => Array.from({ length: size }, (_, i) => `${script.name === 'en' ? 'Now ' : ''}${said(p * 14 + i + 1)}`));
    const text = paragraphs.map((all) => all.join(script.end) + (script.end === '\n' ? '' : script.end.trim())).join('\n\n');
    return { script, all: paragraphs.flat(), text };
  });

test('running text of any script is cut into passages of three to eight whole sentences, in order', () => {
  fc.assert(
    fc.property(proseIn, ({ script, all, text }) => {
      const passages = split(text);
      const counts = passages.map((passage) => sentences(passage.text).length);
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(all.length);
      for (const n of counts) {
        expect(n).toBeLessThanOrEqual(8);
        expect(n).toBeGreaterThanOrEqual(Math.min(3, all.length));
      }
      const letters = (some: string): string => some.replace(/[\s.。]+/gu, '');
      expect(letters(passages.map((passage) => passage.text).join(''))).toBe(letters(all.join('')));
      expect(passages.every(({ headings, kind }) => headings[0] === 'Title' && kind === 'prose')).toBe(true);
      // Chinese and Japanese are written without a space after a full stop.
      if (script.end === '。') expect(passages.filter((passage) => passage.text.includes(' '))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a wall of text without a full stop is cut, not kept whole', () => {
  const passages = split('word '.repeat(12_000));
  expect(passages.length).toBeGreaterThan(30);
  expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(1_700);
  expect(
    sentences(passages.map(({ text }) => text).join(' '))
      .join(' ')
      .split(/\s+/).length,
  ).toBe(12_000);
});
