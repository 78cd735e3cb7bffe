import { expect, test } from 'vitest';
import { articleTables } from '../../worker/knowledge/article-tables.ts';
import { factsOf, readsOf } from '../../worker/knowledge/graph/article-facts.ts';
import { findContradictions } from '../../worker/knowledge/graph/contradictions.ts';
import { quantities } from '../../worker/knowledge/graph/quantities.ts';
import { type Article, type Passage, tableOf } from '../../worker/knowledge/types.ts';
import { article } from './support.ts';

const found = (articles: Article[], passages: Passage[]) =>
  findContradictions(articles, readsOf(articles, tableOf(passages)), factsOf(articles, tableOf(passages)));
type Side = { text: string } & Record<string, unknown>;
async function between(a: Side, b: Side) {
  const { articles, passages } = articleTables([article('a', a.text, a), article('b', b.text, b)]);
  return (await found(articles, passages)).map(({ values }) => values);
}
const days = (n: number): string => `You can return anything you bought in our online shop within ${n} days of delivery.`;

test('the same statement with another limit contradicts, the newer article first', async () => {
  expect(await between({ text: days(30), updatedAt: '2023-01-01' }, { text: days(14), updatedAt: '2024-01-01' })).toEqual([['14 days', '30 days']]);
});

test.each([
  ['the same limit', { text: days(30) }, { text: days(30) }],
  ['the same limit in another unit', { text: days(14) }, { text: days(14).replace('14 days', '2 weeks') }],
  ['other plans', { text: days(30), plans: ['pro'] }, { text: days(14), plans: ['free'] }],
  ['other regions', { text: days(30), regions: ['EU'] }, { text: days(14), regions: ['US'] }],
  ['other languages', { text: days(30), locale: 'en' }, { text: days(14), locale: 'fr' }],
  ['what it replaces', { text: days(30) }, { text: days(14), supersedes: ['a'] }],
  ['another matter', { text: days(30) }, { text: 'The battery of the sensor lasts about 14 days in the cold of winter.' }],
  [
    'another product by name',
    { text: 'The Orbit service ends for all customers within 30 days.' },
    { text: 'The Beacon service ends for all customers within 14 days.' },
  ],
  [
    'articles of one series',
    { title: 'Opening a Silver account', text: 'The monthly fee of this account is $5 for everybody.' },
    { title: 'Opening a Gold account', text: 'The monthly fee of this account is $25 for everybody.' },
  ],
  [
    'articles about different things',
    { title: 'Lamps', text: 'Our lamps are bright. You can return lamps that you bought in our shop within 30 days of delivery.' },
    { title: 'Kettles', text: 'Our kettles are hot. You can return kettles that you bought in our shop within 14 days of delivery.' },
  ],
  ['one title in two sections', { title: 'Pricing', sections: ['Lamps'], text: days(30) }, { title: 'Pricing', sections: ['Kettles'], text: days(14) }],
  ['an article that says both', { text: days(30) }, { text: `${days(14)}\n\n${days(30)}` }],
  ['a value within a range', { text: days(30) }, { text: days(14).replace('14 days', '14 to 60 days') }],
  ['an example', { text: days(30) }, { text: `For example, y${days(14).slice(1)}` }],
  ['what a history tells', { text: days(30) }, { text: `# Release notes\n\n${days(14)}` }],
  ['an address', { text: `${days(30)}` }, { text: days(30).replace('delivery', 'delivery, see https://x.example/14 days') }],
  ['a general rule and one for a plan', { text: days(30) }, { text: days(14), plans: ['free'] }],
  [
    'a sentence that holds both values',
    { text: 'We keep 15% of what you pay and 85% goes to your ads.' },
    { text: 'We keep 15% of what you pay and 85% goes to your ads.' },
  ],
  ['a short line under other headings', { text: '# Radio\n\nSeek back 5 seconds' }, { text: '# Oven\n\nSeek back 15 seconds' }],
  [
    'a name with a number',
    { text: 'Choose the key 22222EXAMPLE of the account for this call.' },
    { text: 'Choose the key 33333EXAMPLE of the account for this call.' },
  ],
])('%s does not', async (_name, a, b) => {
  expect(await between(a, b)).toEqual([]);
});

test('whatever is counted, and short lines under headings that share a word, are compared', async () => {
  expect(
    await between({ text: 'You can save up to 8 schedules for each room of a home.' }, { text: 'You can save up to 4 schedules for each room of a home.' }),
  ).toEqual([['8 schedules', '4 schedules']]);
  expect(await between({ text: '# Video shortcuts\n\nSeek back 5 seconds' }, { text: '# Shortcuts for media\n\nSeek back 15 seconds' })).toEqual([
    ['5 seconds', '15 seconds'],
  ]);
});

test('a sentence that every article fills with its own value is a template; one exception among many that agree is told', async () => {
  const values = async (numbers: number[]) => {
    const all = numbers.map((n, i) =>
      article(`a${i}`, `The polling period of this service is about ${n} minutes by default.`, {
        title: `Polling of a service, ${['A', 'B', 'C', 'D', 'E', 'F', 'G'][i]}`,
      }),
    );
    const { articles, passages } = articleTables(all);
    return (await found(articles, passages)).map(({ values: pair }) => pair.map((v) => Number.parseInt(v, 10)).sort((a, b) => a - b));
  };
  expect(await values([1, 2, 3, 4, 5, 6, 7])).toEqual([]);
  expect(await values([5, 5, 5, 5, 5, 5, 60])).toContainEqual([5, 60]);
});

test('quantities are comparable across spellings', () => {
  const read = (text: string) => quantities(text).map(({ value, unit }) => `${value} ${unit}`);
  expect(read('$1,000.50, 1.000,50 € or 1 000 €')).toEqual(['1000.5 USD', '1000.5 EUR', '1000 EUR']);
  expect(read('a 14-day trial, 2 weeks, 24 hours, 3 business days')).toEqual(['14 day', '14 day', '1440 minute', '3 workday']);
  expect(read('on June 30, 2025, 30 juin 2025 and 2025-06-30')).toEqual(['20250630 date', '20250630 date', '20250630 date']);
  expect(read('version 68.0.1 and step 3')).toEqual([]);
  expect(read('every four weeks; fünf Tage; 5–10 business days; 2 to 4 GB; for MySQL 5.7 migrations')).toEqual([
    '28 day',
    '5 day',
    '5 workday',
    '10 workday',
    '2000 megabyte',
    '4000 megabyte',
  ]);
});
