import { existsSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DocumentKind, documentKinds } from '#shared/knowledge';
import { parseLine, parseLines } from '../../worker/knowledge/collect/parse-line.ts';
import { loadFolder } from '../evals/load-folder.ts';

const where = { file: 'tickets.jsonl', line: 7 };

test('an export with other field names becomes the documented shape', () => {
  const line = {
    id: 42,
    created: '2019-07-31 16:19:53 -0800',
    title: 'No sound',
    body: null,
    gold: ['x'],
    answers: [
      { role: 'asker', created: '2019-07-31', text: 'and now?' },
      { role: 'helper', created: 1564617600, text: 'See this', kb_links: ['sound', 7] },
    ],
  };
  const parsed = parseLine('ticket', JSON.stringify(line), where);
  expect(parsed).toMatchObject({
    ok: true,
    document: {
      id: '42',
      subject: 'No sound',
      body: '',
      status: 'solved',
      createdAt: '2019-08-01T00:19:53.000Z',
      replies: [
        { role: 'requester', at: '2019-07-31T00:00:00.000Z' },
        { role: 'agent', at: '2019-08-01T00:00:00.000Z', articleIds: ['sound', '7'] },
      ],
    },
  });
  expect(parsed).not.toHaveProperty('document.gold');
  expect(parseLine('article', '{"slug":"a","title":"A","text":"b","topics":["t"]}', where)).toMatchObject({ ok: true, document: { id: 'a', sections: ['t'] } });
});

test('a ticket without a status is solved once an agent has replied', () => {
  const status = (fields: object): unknown => {
    const parsed = parseLine('ticket', JSON.stringify({ id: 'a', ...fields }), where);
    return parsed.ok ? parsed.document.status : parsed.reason;
  };
  expect(status({})).toBe('open');
  expect(status({ answers: [{ role: 'asker', text: 'hello?' }] })).toBe('open');
  expect(status({ answers: [{ role: 'agent', text: 'done' }] })).toBe('solved');
  expect(status({ status: 'pending', answers: [{ role: 'agent', text: 'which one?' }] })).toBe('pending');
});

test('what cannot be read is reported with its file, line and reason; the rest is loaded', () => {
  const text = [
    '{"id":"a","title":"A","text":"x"}',
    '',
    '{broken',
    '[1]',
    '{"id":"b","text":"x"}',
    '{"id":"c","title":"C","text":5}',
    '{"id":"d","title":"D","text":"y"}\r',
    '',
  ].join('\n');
  const { documents, skipped } = parseLines('article', `\uFEFF${text}`, { file: 'articles.jsonl' });
  expect(documents.map(({ id }) => id)).toEqual(['a', 'd']);
  expect(skipped.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  expect(skipped.every(({ file, reason }) => file === 'articles.jsonl' && reason.length > 5)).toBe(true);
  expect(skipped[2]?.reason).toMatch(/title/);
});

test('NUL and lone surrogates do not get in, and a bad date is no date', () => {
  const parsed = parseLine('article', '{"id":"a","title":"A\\u0000B","text":"x\\ud800y","updatedAt":"yesterday"}', where);
  expect(parsed).toMatchObject({ ok: true, document: { title: 'AB', text: 'x\uFFFDy', updatedAt: null } });
});

test('no line of any kind throws, and each is either a document or a reason', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .dictionary(fc.constantFrom('id', 'title', 'text', 'answers', 'replies', 'created', 'then', 'name', '__proto__'), fc.jsonValue())
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(fc.constantFrom<DocumentKind>(...documentKinds), anything, (kind, line) => {
      const parsed = parseLine(kind, line, where);
      expect(parsed.ok ? parsed.document.id.length : parsed.reason.length).toBeGreaterThan(0);
    }),
  );
});

const firefox = '../shared/data/sumo';
test.skipIf(!existsSync(firefox))('a real help centre loads as it is', () => {
  const skipped: unknown[] = [];
  const { articles, tickets } = loadFolder(firefox, skipped as never);
  expect([articles.length, tickets.length, skipped.length]).toEqual([762, 7077, 0]);
  expect(tickets.every(({ createdAt }) => createdAt !== null)).toBe(true);
});
