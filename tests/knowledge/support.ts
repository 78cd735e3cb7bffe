/** Small corpora for the tests of this folder, through the reader that ingest uses. */
import type { ArticleDocument, Corpus, DocumentKind } from '#shared/knowledge';
import { type DocumentOf, parseLine } from '../../worker/knowledge/collect/parse-line.ts';

export function document<K extends DocumentKind>(kind: K, fields: Record<string, unknown>): DocumentOf[K] {
  const parsed = parseLine(kind, JSON.stringify(fields), { file: 'test', line: 1 });
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.document;
}

export const article = (id: string, text: string, more: Record<string, unknown> = {}): ArticleDocument => document('article', { id, title: id, text, ...more });

export const corpus = (parts: Partial<Corpus>): Corpus => ({ articles: [], tickets: [], macros: [], policies: [], entities: [], ...parts });

const problems = [
  { topic: 'refund', words: ['refund of my money', 'money back for the broken lamp', 'refund not arrived yet', 'when do I get my refund money'] },
  { topic: 'pairing', words: ['bridge pairing fails', 'pairing the bridge with phone', 'bridge not found while pairing', 'phone pairing bridge error'] },
  { topic: 'invoice', words: ['invoice address wrong', 'need invoice with company address', 'invoice shows old address', 'change address on invoice'] },
];

/** Three problems, each solved by its own article; `count` tickets in all. */
export function shopCorpus(count = 36): Corpus {
  return corpus({
    articles: problems.map(({ topic }, i) =>
      document('article', {
        id: topic,
        title: `About ${topic}`,
        url: `https://help.example/en-us/articles/${topic}`,
        text: `# How ${topic} works\n\nThis page tells how ${topic} works for customers. It takes some days. Write to us when it does not.\n\n1. Open the page.\n2. Press the button.`,
        sections: ['Help', topic],
        products: ['lamp'],
        updatedAt: `2024-0${i + 1}-01`,
      }),
    ),
    macros: [
      document('macro', { id: 'm-refund', title: 'Refund sent', text: 'We have sent your money back today. It takes five days until your bank shows it.' }),
    ],
    policies: [document('policy', { id: 'p1', title: 'Refund limit', then: { cite: ['refund'] } })],
    entities: [document('entity', { id: 'bridge', kind: 'product', name: 'Bridge', aliases: ['Lamp Hub', 'gateway'] })],
    tickets: Array.from({ length: count }, (_, i) => {
      const { topic, words } = problems[i % problems.length] as (typeof problems)[number];
      return document('ticket', {
        id: `t${i}`,
        title: words[Math.floor(i / 3) % words.length],
        body: `Hello, ${words[(i + 1) % words.length]}. Case ${i}.`,
        created: `2024-05-${String((i % 28) + 1).padStart(2, '0')} 10:00:00 +0000`,
        product: 'lamp',
        answers: [
          {
            role: 'helper',
            author: 'Kim',
            text: `Please look at https://help.example/de/articles/${topic}?x=1 which tells what to do in your case, step by step.`,
          },
          { role: 'asker', text: 'Thank you, that worked.' },
        ],
      });
    }),
  });
}
