import { expect, test } from 'vitest';
import { articleTables } from '../../worker/knowledge/article-tables.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { factsOf, readsOf } from '../../worker/knowledge/graph/article-facts.ts';
import { findDuplicates } from '../../worker/knowledge/graph/duplicates.ts';
import { findDenials } from '../../worker/knowledge/graph/statements.ts';
import { disagreements } from '../../worker/knowledge/review/disagreements.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { tableOf } from '../../worker/knowledge/types.ts';
import { article, corpus } from './support.ts';

const pair = (a: string, b: string, more: Record<string, unknown>[] = [{}, {}]) => [article('a', a, more[0]), article('b', b, more[1])];
const denials = async (articles: ReturnType<typeof pair>): Promise<number> => {
  const tables = articleTables(articles);
  const passages = tableOf(tables.passages);
  return (await findDenials(tables.articles, readsOf(tables.articles, passages), factsOf(tables.articles, passages))).length;
};
const yes = 'You can export the shared workspace report as a spreadsheet.';
const no = 'You cannot export the shared workspace report as a spreadsheet.';

test.each([
  ['cannot', yes, no],
  ['can’t', yes, 'You can’t export the shared workspace report as a spreadsheet.'],
  ['does not', 'The mobile application works with older printers over Bluetooth.', 'The mobile application does not work with older printers over Bluetooth.'],
  ['a word for the contrary', 'Automatic backups of your workspace are enabled at night.', 'Automatic backups of your workspace are disabled at night.'],
  ['non-', 'Tickets for the summer workshop are refundable.', 'Tickets for the summer workshop are non-refundable.'],
  ['other function words', 'The mobile app works with all older printers.', 'Our mobile app does not work with older printers.'],
  ['nicht', 'Gutscheine können mit anderen Rabatten kombiniert werden.', 'Gutscheine können nicht mit anderen Rabatten kombiniert werden.'],
])('a statement and its denial contradict: %s', async (_, a, b) => expect(await denials(pair(a, b))).toBe(1));

test.each([
  ['the same statement', pair(yes, yes)],
  ['both deny', pair(no, no)],
  ['another condition', pair(yes, `${no.slice(0, -1)} before the trial ends.`)],
  ['another matter', pair(yes, 'You cannot delete the shared workspace owner as a member.')],
  ['a question', pair(yes, 'Why can you not export the shared workspace report as a spreadsheet?')],
  ['other plans', pair(yes, no, [{ plans: ['pro'] }, { plans: ['free'] }])],
  ['what it replaces', pair(yes, no, [{}, { supersedes: ['a'] }])],
  ['an article that says both', pair(yes, `${no}\n\n${yes}`)],
  ['an instruction', pair('Select the old printer in the list of devices.', 'Do not select the old printer in the list of devices.')],
  ['one article', [article('a', `${yes}\n\n${no}`), article('b', 'Nothing of the kind.')]],
])('not a contradiction: %s', async (_, articles) => expect(await denials(articles)).toBe(0));

const same = 'Hold the button on the back of the lamp for ten seconds. The light blinks twice, and the lamp forgets every network it knew before.';

test('passages that say the same word for word are duplicates; templates and short phrases are none', async () => {
  const duplicates = async (texts: string[]): Promise<number> => {
    const tables = articleTables(texts.map((text, i) => article(`n${i}`, text)));
    return (await findDuplicates(tables.articles, factsOf(tables.articles, tableOf(tables.passages)))).length;
  };
  expect(await duplicates([same, `${same} Done.`])).toBe(1);
  expect(await duplicates(['Press the button.', 'Press the button.'])).toBe(0);
  expect(await duplicates(Array.from({ length: 6 }, () => same))).toBe(0);
});

test('both kinds come out of a snapshot with their two passages', async () => {
  const articles = [...pair(yes, no), article('c', same), article('d', same)];
  const { bytes, hash } = await buildSnapshot(corpus({ articles }));
  const rows = disagreements(loadSnapshot(Uint8Array.from(bytes).buffer, hash));
  expect(rows.map(({ kind, a, b }) => [kind, [a.articleId, b.articleId].sort()])).toEqual([
    ['contradiction', ['a', 'b']],
    ['duplicate', ['c', 'd']],
  ]);
  expect(rows[0]?.a.text).toContain('export');
});
