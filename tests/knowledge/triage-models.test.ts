import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openContainer, writeContainer } from '../../worker/knowledge/snapshot/container.ts';
import { fitPlatt, reliability } from '../../worker/knowledge/train/calibrate.ts';
import { novelShare } from '../../worker/knowledge/train/gate.ts';
import { trainNextAction } from '../../worker/knowledge/train/next-action.ts';
import { countFeatures } from '../../worker/knowledge/triage/features.ts';
import { openActionModel } from '../../worker/knowledge/triage/next-action.ts';
import { learnLabels, ticketOf } from '../evals/label-models.ts';

const subjects: Record<string, string[]> = {
  refund: ['I want my money back', 'please refund the second charge', 'refund for a broken lamp', 'when do I get the refund', 'return the amount to my card'],
  login: ['cannot sign in', 'my password is not accepted', 'login code never arrives', 'reset my password please', 'locked out of my account'],
  delivery: ['where is my parcel', 'the courier never came', 'tracking shows no progress', 'parcel was damaged', 'delivery to another address'],
};
const openings = ['Hello,', 'Hi team,', 'Good morning,', 'Hey,', 'Dear support,', 'Since yesterday:', 'Again:', 'Question:'];

function tickets() {
  return Object.entries(subjects).flatMap(([tag, texts]) =>
    texts.flatMap((text, i) =>
      openings.map((opening, j) => ticketOf({ id: `${tag}-${i}-${j}`, body: `${opening} ${text}, order ${i}${j}`, locale: 'en', tags: [tag] })),
    ),
  );
}

test('tags are learned from a few dozen tickets and given to new words around the same matter', () => {
  const { model } = learnLabels(tickets());
  const best = (text: string) => model.predict(text, 'en').find((g) => g.name === 'tag')?.guesses[0];
  expect(best('please can you refund what I was charged')?.label).toBe('refund');
  expect(best('the password reset does not work, I am locked out')?.label).toBe('login');
  expect(best('the parcel is not where the tracking says')?.label).toBe('delivery');
  for (const group of model.predict('anything at all', 'en')) for (const guess of group.guesses) expect(guess.confidence).toBeLessThanOrEqual(1);
});

test('an open ticket that nobody has tagged yet is no example against a tag', () => {
  const corrected = [...tickets(), ticketOf({ id: 'c', body: 'where is my parcel with the lamp', locale: 'en', tags: ['refund'] })];
  const open = Array.from({ length: 5 }, (_, i) => ticketOf({ id: `o${i}`, body: 'where is my parcel with the lamp', locale: 'en', status: 'open' }));
  expect(learnLabels([...corrected, ...open]).bytes).toBe(learnLabels(corrected).bytes);
});

test('the reasons for a tag are words of the ticket', () => {
  const { model } = learnLabels(tickets());
  const words = model.because('Could you refund my lamp?', 'en', 'tag', 'refund', 3);
  expect(words.length).toBeGreaterThan(0);
  for (const word of words) expect('could you refund my lamp?').toContain(word);
});

test('learning is deterministic, and no labelled ticket gives no model', () => {
  expect(learnLabels(tickets()).bytes).toBe(learnLabels(tickets()).bytes);
  expect(() => learnLabels([ticketOf({ id: '1', body: 'hello' })])).toThrow();
});

test('any text is predicted without failing', () => {
  const { model } = learnLabels(tickets());
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const group of model.predict(text, 'en')) for (const { confidence } of group.guesses) expect(confidence).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 50 },
  );
});

test('a calibrated score is the share of hits', () => {
  const scores = Array.from({ length: 2_000 }, (_, i) => (i % 200) / 50 - 2);
  const hits = scores.map((s, i) => ((i * 7919) % 1_000) / 1_000 < 1 / (1 + Math.exp(-2 * s + 1)));
  const [slope, offset] = fitPlatt(scores, hits);
  expect(slope).toBeGreaterThan(1.6);
  expect(slope).toBeLessThan(2.4);
  const table = reliability(
    scores.map((s) => 1 / (1 + Math.exp(-(slope * s + offset)))),
    hits,
  );
  expect(table.ece).toBeLessThan(0.05);
});

test('the next action follows what agents did, and a written procedure where nobody did anything yet', () => {
  const turn = (who: 'customer' | 'agent', text: string, action: string | null = null) => ({ who, text, action });
  const conversation = (ask: string, first: string, then: string) => ({
    language: 'en',
    turns: [turn('customer', ask), turn('agent', '', first), turn('customer', 'here it is 1234'), turn('agent', '', then)],
  });
  const seen = Array.from({ length: 30 }, (_, i) =>
    i % 2 === 0 ? conversation('I want a refund', 'ask_order', 'refund_confirm') : conversation('I forgot my password', 'ask_mail', 'send_link'),
  );
  const procedures = [
    { id: 'refund', replies: { ask_order: 'Which order is it?', refund_confirm: 'Your refund is confirmed.' }, graph: { ask_order: 'refund_confirm' } },
    {
      id: 'password',
      replies: { ask_mail: 'What is your mail address?', send_link: 'A link to reset your password is on its way.' },
      graph: { ask_mail: 'send_link' },
    },
    { id: 'table', replies: { ask_size: 'For how many people is the table?', table_booked: 'The table is booked.' }, graph: { ask_size: 'table_booked' } },
  ];
  const model = openActionModel(openContainer(writeContainer(trainNextAction(seen, procedures)).buffer as ArrayBuffer));
  expect(model?.predict([turn('customer', 'refund please')])[0]?.action).toBe('ask_order');
  expect(model?.predict([turn('customer', 'password lost'), turn('agent', '', 'ask_mail'), turn('customer', 'a@b.c')])[0]?.action).toBe('send_link');
  const unseen = model?.predict([turn('customer', 'book a table'), turn('agent', '', 'ask_size'), turn('customer', 'four people')]) ?? [];
  expect(unseen.slice(0, 3).map((g) => g.action)).toContain('table_booked');
  expect(trainNextAction([], procedures).size).toBe(0);
});

test('the share of questions no label covers is that of texts that open with a word of their own', () => {
  const options = { bits: 20, short: true, surface: false, maxTerms: 150 };
  const blocks = (texts: string[]) => texts.map((t) => countFeatures(t, 'en', options));
  expect(novelShare(blocks(['refund please', 'please refund', 'refund please']))).toBe(0);
  expect(novelShare(blocks(['refund please', 'please refund', 'tracking refund', 'parcel please']))).toBe(0.5);
  expect(novelShare([])).toBe(1);
});

test('a label that is given more often lately is expected as often as lately', () => {
  const many = Array.from({ length: 2_000 }, (_, i) => {
    // The same words, once with the tag in one of ten and from ticket 1,850 on in eight of ten.
    const tagged = i < 1_850 ? i % 10 === 0 : i % 10 < 8;
    const createdAt = new Date(Date.UTC(2024, 0, 1) + i * 3_600_000).toISOString();
    return ticketOf({
      id: String(i),
      body: `printer number ${i % 7} shows colour ${i % 5}`,
      locale: 'en',
      createdAt,
      tags: tagged ? ['needs-info'] : ['other'],
    });
  });
  const { model } = learnLabels(many.map((t, i) => (i % 3 === 0 ? { ...t, tags: [...t.tags, 'third', 'fourth'] } : t)));
  const guess = model.predict('printer number 3 shows colour 2', 'en').find((g) => g.name === 'tag');
  expect(guess?.exclusive).toBe(false);
  expect(guess?.guesses.find((g) => g.label === 'needs-info')?.confidence).toBeGreaterThan(0.5);
});

test('a group that a gate guards comes with its reliability on tickets kept back', () => {
  const words = ['refund', 'login', 'parcel', 'invoice', 'printer', 'warranty', 'voucher', 'address', 'battery', 'display'];
  const { model } = learnLabels(
    words.flatMap((tag) =>
      openings.flatMap((opening, j) => [0, 1].map((k) => ticketOf({ id: `${tag}${j}${k}`, body: `${opening} ${tag} case ${j}`, tags: [tag] }))),
    ),
  );
  const group = model.groups.find((g) => g.name === 'tag');
  expect(group?.gate).not.toBeNull();
  expect(group?.reliability?.n).toBeGreaterThan(10);
  expect(group?.reliability?.bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(group?.reliability?.n);
});
