/** The Durable Object's source store: what it takes, what it refuses, and that removing a source leaves nothing of it. */
import { expect, test } from 'vitest';
import type { DocumentKind } from '../../shared/knowledge.ts';
import { sourceBatch } from '../../shared/source-batch.ts';
import type { SourcePage } from '../../worker/source-ports.ts';
import { createClient, createInstallation } from './support/harness.ts';

const { platform } = createClient();

async function page(source: string, documents: [DocumentKind, Record<string, unknown>][], more: Partial<SourcePage> = {}): Promise<SourcePage> {
  const batch = sourceBatch(source);
  for (const [kind, raw] of documents) await batch.add(kind, raw, '1');
  const { present: _, ...rest } = batch.page();
  return { ...rest, listing: null, cursor: 'c1', done: true, ...more };
}

const help = (id: string, text = 'Words.', url: string | null = null): [DocumentKind, Record<string, unknown>] => ['article', { id, title: id, text, url }];

test('equal pages change nothing; listings remove what they no longer name; other sources are not overwritten', async () => {
  await createInstallation('source-store');
  const record = platform.installation('zendesk:source-store');
  const listing = (pass: string, ids: string[], complete = true) => ({
    pass,
    kinds: ['article' as const],
    present: ids.map((id) => ({ kind: 'article' as const, id })),
    complete,
  });
  const first = await page('one/articles', [help('a', 'A.', 'https://x.example/a'), help('b')], { listing: listing('p1', ['a', 'b']) });
  expect(await record.keepSourcePage('one/articles', first)).toMatchObject({ changed: 2, removed: 0 });
  expect(await record.keepSourcePage('one/articles', first)).toMatchObject({ changed: 0, removed: 0 });
  const digests = await record.digests();

  const clash = await page('two/articles', [help('a', 'Other.'), help('z', 'Z.', 'https://x.example/a'), help('y')]);
  const kept = await record.keepSourcePage('two/articles', clash);
  expect([kept.changed, kept.skipped.map(({ where }) => where)]).toEqual([1, ['article a', 'article z']]);
  expect((await record.digests()).kinds.article).not.toBe(digests.kinds.article);

  expect(await record.keepSourcePage('one/articles', await page('one/articles', [], { listing: listing('p2', ['a']) }))).toMatchObject({
    changed: 0,
    removed: 1,
  });
  expect(await record.forgetSource('two')).toBe(1);
  expect(await record.sourceCursor('two/articles')).toBeNull();
  expect((await record.documentRows('article', null, 10)).map(({ id }) => id)).toEqual(['a']);
});

test('a deleted ticket goes with its comments and ratings', async () => {
  await createInstallation('source-tickets');
  const record = platform.installation('zendesk:source-tickets');
  await record.keepSourcePage(
    's/tickets',
    await page('s/tickets', [
      ['ticket', { id: 't1', subject: 'Hello' }],
      ['comment', { id: 'c1', ticketId: 't1', role: 'agent', text: 'Try this.' }],
      ['rating', { id: 'r1', ticketId: 't1', score: 'good' }],
    ]),
  );
  expect(await record.ticketParts(['t1'])).toMatchObject({ comments: [expect.stringContaining('Try this')], ratings: [expect.stringContaining('good')] });
  const gone = await record.keepSourcePage('s/tickets', await page('s/tickets', [], { deleted: [{ kind: 'ticket', id: 't1' }] }));
  expect(gone.removed).toBe(3);
});
