import { expect, test } from 'vitest';
import { articleDocumentSchema, type Corpus, ticketDocumentSchema } from '#shared/knowledge';
import { type TicketInput, ticketSchema } from '#shared/ticket';
import { retrieve } from '../../worker/pipeline/retrieve/index.ts';
import { VECTOR_BUDGET_MS } from '../../worker/pipeline/retrieve/near-passages.ts';
import type { Ports } from '../../worker/ports.ts';
import { putUnderTest } from '../evals/knowledge-under-test.ts';

const article = (id: string, title: string, text: string, more: object = {}) => articleDocumentSchema.parse({ id, title, text, ...more });
const solvedBy = (id: string, subject: string, body: string, articleId: string) =>
  ticketDocumentSchema.parse({
    id,
    subject,
    body,
    createdAt: `2024-01-${id.padStart(2, '0')}T10:00:00Z`,
    replies: [
      {
        role: 'agent',
        at: `2024-01-${id.padStart(2, '0')}T11:00:00Z`,
        text: 'Please follow the steps in this article, they will help you.',
        articleIds: [articleId],
        author: 'Ada',
      },
    ],
  });

const corpus: Corpus = {
  articles: [
    article('reset', 'Reset your password', 'Open settings, choose Security and press Reset password. You get a mail with a link.'),
    article('invoice', 'Download an invoice', 'Open Billing and choose the month. Press Download to get the invoice as a PDF file.'),
    article('sync', 'Set up calendar sync', 'Connect your calendar in settings. Sync runs every ten minutes.'),
    article('refund-internal', 'Refund limits for agents', 'Refund up to 50 euros without asking. Refund more only with the team lead.', {
      visibility: 'internal',
    }),
    article('rechnung', 'Rechnung herunterladen', 'Öffnen Sie Abrechnung und wählen Sie den Monat. Laden Sie die Rechnung als PDF herunter.', { locale: 'de' }),
    article('brand-b', 'Reset the password of Brand B', 'Reset password of brand B in the portal of brand B.', { brand: 'b' }),
  ],
  tickets: [
    ...Array.from({ length: 8 }, (_, i) => solvedBy(String(i + 1), 'Locked out', `I am locked out again and cannot get in since day ${i}`, 'reset')),
    ...Array.from({ length: 4 }, (_, i) => solvedBy(String(i + 11), 'Bill for accounting', `Our bookkeeper wants the bill for month number ${i}`, 'invoice')),
  ],
  macros: [],
  policies: [],
  entities: [],
};

const under = await putUnderTest(corpus);
const ask = (input: Partial<TicketInput> & { text: string }, deps: Partial<Pick<Ports, 'vectors' | 'embedder'>> = {}) => {
  const ticket = ticketSchema.parse({
    id: 't',
    locale: 'en',
    ...input,
    messages: [{ id: '1', role: 'requester', at: '2024-02-01T00:00:00Z', text: input.text }],
  });
  return retrieve(under.prepare(ticket), { ...under.deps, ...deps });
};

test('solved tickets lead to an article that shares no word with the question', async () => {
  const found = await ask({ subject: 'Help', text: 'I am locked out, please let me in' });
  expect(found.articles[0]?.id).toBe('reset');
  expect(found.similar[0]).toMatchObject({ subject: 'Locked out', articleIds: ['reset'] });
  expect(found.issue?.tickets).toBeGreaterThanOrEqual(3);
});

test('every article says why, and by which way through the graph it was reached', async () => {
  const { articles } = await ask({ subject: 'Help', text: 'I am locked out, please let me in' });
  for (const { why } of articles) {
    expect(why.reasons.length).toBeGreaterThan(0);
    expect(why.reasons.length).toBeLessThanOrEqual(3);
    expect(why.path[0]).toMatchObject({ kind: 'ticket', id: 't', edge: null });
    expect(why.path.at(-1)?.kind).toBe('article');
  }
  const [first] = articles;
  expect(first?.why.path.map((hop) => hop.kind)).toEqual(['ticket', 'issue', 'resolution', 'article']);
  expect(first?.why.path.slice(1).every((hop) => hop.evidence.length > 0)).toBe(true);
  expect(first?.why.reasons.join(' ')).toMatch(/tickets|Customers|answer to/);
});

test('a language of the help centre gets its own articles, another one the main language’s', async () => {
  const german = await ask({ locale: 'de', text: 'Guten Tag, wo kann ich bitte die Rechnung als PDF herunterladen? Vielen Dank' });
  expect(german.articles.map((a) => a.id)).toEqual(['rechnung']);
  const french = await ask({ locale: 'fr', text: 'Bonjour, où est-ce que je trouve la facture du mois de mai ? Merci' });
  expect(french.articles[0]?.id).toBe('invoice');
  expect(french.articles.map((a) => a.id)).not.toContain('rechnung');
});

test('articles of another brand are never shown, and internal ones never to the public', async () => {
  const own = await ask({ brand: 'a', text: 'How do I reset the password?' });
  expect(own.articles.map((a) => a.id)).not.toContain('brand-b');
  const theirs = await ask({ brand: 'b', text: 'How do I reset the password?' });
  expect(theirs.articles.map((a) => a.id)).toContain('brand-b');

  expect((await ask({ text: 'refund limits' })).articles.map((a) => a.id)).toContain('refund-internal');
  const prepared = under.prepare(ticketSchema.parse({ id: 't', locale: 'en', messages: [{ id: '1', role: 'requester', at: '', text: 'refund limits' }] }));
  const outside = await retrieve({ ...prepared, context: { ...prepared.context, reader: 'public' } }, under.deps);
  expect(outside.articles.map((a) => a.id)).not.toContain('refund-internal');
  expect(outside.passages.every((p) => under.context.knowledge.articles.get(p.article).visibility === 'public')).toBe(true);
});

test('a slow or broken vector index costs its answer only, and it is said', async () => {
  const slow = { name: 'slow', query: () => new Promise<never>(() => {}), upsert: async () => {}, remove: async () => {} };
  const broken = { ...slow, name: 'broken', query: () => Promise.reject(new Error('down')) };
  const embedder = { ...under.deps.embedder, weighted: false };
  const began = Date.now();
  for (const vectors of [slow, broken]) {
    const found = await ask({ text: 'How do I reset my password?' }, { vectors, embedder });
    expect(found.articles[0]?.id).toBe('reset');
    expect(found.degraded).toEqual([{ part: 'vectors', message: expect.stringContaining('without it') }]);
  }
  expect(Date.now() - began).toBeLessThan(VECTOR_BUDGET_MS * 20);
});

test('vectors made of words alone are not asked for before solved tickets show that they help', async () => {
  const broken = { name: 'broken', query: () => Promise.reject(new Error('down')), upsert: async () => {}, remove: async () => {} };
  const found = await ask({ text: 'How do I reset my password?' }, { vectors: broken });
  expect(found.articles[0]?.id).toBe('reset');
  expect(found.degraded).toEqual([]);
});

test('reasons name no word that only carries grammar, in the language of the ticket either', async () => {
  const asked = [
    { text: 'I would like to know how it is that I can not download the invoice of the last month and where it is' },
    { locale: 'de', text: 'Ich möchte wissen, wo ich die Rechnung nicht nur sehen, sondern auch als PDF für den Monat herunterladen kann' },
    { locale: 'fr', text: 'Je ne sais pas où est la facture du mois et comment je peux la télécharger, merci pour votre aide' },
    { subject: 'Help', text: 'I am locked out of it again and cannot get in, please let me in since this is what I need' },
  ];
  const grammar =
    /“(?:i|would|to|how|it|is|that|can|not|the|of|and|where|am|in|me|this|what|out|ich|wo|die|nicht|nur|auch|als|für|den|kann|je|ne|pas|la|du|et|pour|votre)”/i;
  for (const input of asked) {
    const reasons = (await ask(input)).articles.flatMap(({ why }) => why.reasons);
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((reason) => grammar.test(reason))).toEqual([]);
  }
});

test('passages belong to ranked articles, best first; probabilities are probabilities', async () => {
  const found = await ask({ text: 'How do I download the invoice of last month?' });
  const ids = new Set(found.articles.map((a) => a.id));
  expect(found.passages.length).toBeGreaterThan(0);
  expect(found.passages.map((p) => p.score)).toEqual([...found.passages.map((p) => p.score)].sort((a, b) => b - a));
  expect(ids.has(under.context.knowledge.articles.get(found.passages[0]?.article ?? -1).id)).toBe(true);
  for (const { confidence } of found.articles) expect(confidence).toBeGreaterThanOrEqual(0);
  expect(found.confidence).toBeLessThanOrEqual(1);
});

test.each([
  ['blank', ' '],
  ['a placeholder alone', '⟦EMAIL_1⟧'],
  ['broken letters', '\u0000\ud800'],
  ['marks alone', '???'],
  ['one endless word', 'zzzzqqqq'.repeat(2_000)],
])('odd text (%s) gives an answer, perhaps an empty one', async (_, text) => {
  const found = await ask({ text });
  expect(found.confidence).toBeGreaterThanOrEqual(0);
  expect(found.articles.length).toBeLessThanOrEqual(10);
});

test('the same ticket gets the same answer', async () => {
  const once = await ask({ subject: 'Bill', text: 'The bookkeeper wants the bill' });
  expect(await ask({ subject: 'Bill', text: 'The bookkeeper wants the bill' })).toEqual(once);
});

test('one passage that holds all that was asked stands above articles that repeat a part of it', async () => {
  const filler = 'It is told here how this is set and what it does for you in the app.';
  const manual = await putUnderTest({
    ...corpus,
    tickets: [],
    articles: [
      article('all', 'Notes', `# Limits\n\nThe export of archived invoices stops at one hundred pages. ${filler}\n\n# Other\n\n${filler.repeat(6)}`),
      ...['export archived', 'archived invoices', 'export invoices'].map((words) =>
        article(`some-${words}`, 'Notes', `# One\n\nThe ${words}, and the ${words}.\n\n# Two\n\nMore on ${words}. ${filler.repeat(2)}`),
      ),
      ...Array.from({ length: 20 }, (_, i) => article(`other-${i}`, `Topic ${i}`, `${filler} Number ${i}.`)),
    ],
  });
  const ticket = ticketSchema.parse({
    id: 't',
    locale: 'en',
    messages: [{ id: '1', role: 'requester', at: '', text: 'Export of archived invoices: how many pages?' }],
  });
  const { articles } = await manual.ask(manual.prepare(ticket));
  expect(articles[0]?.id).toBe('all');
  expect(articles[0]?.why.reasons.join(' ')).toContain('archived');
});

test('a document stuffed with everybody’s words does not push the right article aside', async () => {
  const everything = corpus.articles.map(({ title, text }) => `${title} ${text}`).join(' ');
  const stuffed = article('stuffed', 'Password invoice calendar sync reset download', `${everything} `.repeat(12));
  const with_ = await putUnderTest({ ...corpus, articles: [...corpus.articles, stuffed] });
  for (const [text, right] of [
    ['How do I reset my password?', 'reset'],
    ['Where do I download the invoice of the month as a PDF?', 'invoice'],
    ['How do I connect my calendar, and how often does sync run?', 'sync'],
  ] as const) {
    const ticket = ticketSchema.parse({ id: 't', locale: 'en', messages: [{ id: '1', role: 'requester', at: '2024-02-01T00:00:00Z', text }] });
    const { articles } = await retrieve(with_.prepare(ticket), with_.deps);
    expect(articles[0]?.id, text).toBe(right);
  }
});
