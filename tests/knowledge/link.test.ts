import { expect, test } from 'vitest';
import { linkTickets } from '../../worker/knowledge/link.ts';
import { termVectors } from '../../worker/knowledge/term-vectors.ts';
import type { TicketLink } from '../../worker/knowledge/types.ts';
import { article, corpus, document, shopCorpus } from './support.ts';

const vectorsOf = (tickets: readonly { subject: string; body: string }[]) =>
  termVectors(tickets.map(({ subject, body }) => ({ parts: [{ text: `${subject} ${body}`, weight: 1 }], language: 'en' })));
const link = (parts: Parameters<typeof corpus>[0]): TicketLink[] => {
  const whole = corpus(parts);
  return linkTickets(whole, vectorsOf(whole.tickets));
};

test('articles are found by id, by URL in any locale, and by what a ticket states', () => {
  const articles = [
    article('360001', 'x', { url: 'https://help.example/hc/en-us/articles/360001-Reset' }),
    article('b', 'x', { url: 'https://help.example/kb/b' }),
    article('c', 'x'),
  ];
  const replies = (text: string, more: object = {}) => [{ role: 'agent', text, ...more }];
  const tickets = [
    document('ticket', { id: '1', replies: replies('See https://help.example/hc/de/articles/360001-Zuruecksetzen#top.') }),
    document('ticket', { id: '2', replies: replies('Look at (https://www.help.example/kb/B?x=1), please.') }),
    document('ticket', { id: '3', replies: replies('As stated.', { articleIds: ['c'] }), resolvedBy: ['b'] }),
    document('ticket', { id: '4', replies: replies('Read https://elsewhere.example/kb/b instead.') }),
    document('ticket', { id: '5', status: 'open', replies: replies('https://help.example/kb/b') }),
    document('ticket', { id: '6', replies: replies('https://help.example/kb/b', { public: false }) }),
  ];
  const found = link({ articles, tickets });
  expect(found.map(({ ticket, articles: named }) => [ticket, named.map((each) => [each.article, each.source])])).toEqual([
    [0, [[0, 'decisive']]],
    [1, [[1, 'decisive']]],
    [
      2,
      [
        [1, 'resolved_by'],
        [2, 'decisive'],
      ],
    ],
    [3, []],
    [5, []],
  ]);
  expect(found[2]?.articles[0]?.weight).toBe(1);
});

test('links to what an article was called before lead to it, unless another is called so today', () => {
  const articles = [
    article('reset', 'x', { url: 'https://help.example/kb/reset', formerIds: ['forgot-password', 'https://old.example/faq/12', 'billing'] }),
    article('billing', 'x', { url: 'https://help.example/kb/billing' }),
  ];
  const tickets = ['https://help.example/en/kb/forgot-password', 'https://old.example/faq/12?x=1', 'https://help.example/kb/billing'].map((url, i) =>
    document('ticket', { id: String(i), replies: [{ role: 'agent', text: `Please read ${url} first.` }] }),
  );
  expect(link({ articles, tickets }).map(({ articles: named }) => named.map((each) => each.article))).toEqual([[0], [0], [1]]);
});

test('the reply that was thanked for decides, not the courtesy after it', () => {
  const [found] = link({
    tickets: [
      document('ticket', {
        id: '1',
        assignee: 'Ana',
        replies: [
          { role: 'agent', author: 'Ben', text: 'Which version do you use?' },
          { role: 'requester', text: '12' },
          { role: 'agent', author: 'Cy', text: 'Open the settings, choose Reset, and restart the lamp afterwards. That clears the old schedule.' },
          { role: 'requester', text: 'Perfect, that solved it. Thanks!' },
          { role: 'agent', author: 'Ben', text: 'You are welcome.' },
        ],
      }),
      document('ticket', {
        id: '2',
        assignee: 'Ana',
        replies: [
          { role: 'agent', text: 'Please restart the lamp twice.' },
          { role: 'requester', text: 'Thanks, but it still does not work.' },
        ],
      }),
    ],
  });
  expect(found).toMatchObject({ reply: 2, confirmed: true, solvedBy: 'Cy' });
});

test('thanks with a "but" confirm nothing, and without an author the assignee solved it', () => {
  const [found] = link({
    tickets: [
      document('ticket', {
        id: '2',
        assignee: 'Ana',
        replies: [
          { role: 'agent', text: 'Please restart the lamp.' },
          { role: 'requester', text: 'Thanks, but it still does not work.' },
        ],
      }),
    ],
  });
  expect(found).toMatchObject({ reply: 0, confirmed: false, solvedBy: 'Ana' });
});

test('a macro is recognised in a reply that was made from it', () => {
  const macros = [
    document('macro', { id: 'm', title: 'M', text: 'Hello {{name}},\nWe have sent your money back today. It takes five days until your bank shows it.' }),
  ];
  const text = 'Hi Eva,\nWe have sent your money back today. It takes five days until your bank shows it. Sorry again!';
  const [made, free] = link({
    macros,
    tickets: ['1', '2'].map((id) =>
      document('ticket', { id, replies: [{ role: 'agent', text: id === '1' ? text : 'We sent something else to you yesterday.' }] }),
    ),
  });
  expect([made?.macroId, free?.macroId]).toEqual(['m', null]);
});

test('an article linked in many unlike tickets weighs less than one linked in many that are alike', () => {
  const base = shopCorpus(90);
  const boilerplate = article('safe-mode', 'Try safe mode first.', { url: 'https://help.example/articles/safe-mode' });
  const tickets = base.tickets.map((ticket) => ({
    ...ticket,
    replies: ticket.replies.map((reply) =>
      reply.role === 'agent' ? { ...reply, text: `${reply.text} Try https://help.example/articles/safe-mode first.` } : reply,
    ),
  }));
  const whole = { ...base, articles: [...base.articles, boilerplate], tickets };
  const links = linkTickets(whole, vectorsOf(tickets));
  const weightOf = (place: number): number =>
    Math.max(...links.flatMap(({ articles }) => articles.filter((each) => each.article === place).map(({ weight }) => weight)));
  expect(weightOf(3)).toBeLessThan(0.5 * weightOf(0));
  expect(links.every(({ articles }) => articles[0]?.article !== 3)).toBe(true);
});
