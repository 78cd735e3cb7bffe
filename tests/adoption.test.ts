import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticketSchema } from '../shared/ticket.ts';
import { keptShare, noteAdoption } from '../worker/service/adoption.ts';

const draft = 'Hello Pat,\n\nOpen the sign-in page and choose Forgot password. We send a link to your address.';

test.each([
  ['as it is', draft, 1, 1],
  ['with other white space and case', draft.toUpperCase().replaceAll('\n', '  '), 1, 1],
  ['with a sentence more', `${draft} The link works for one hour.`, 0.7, 0.85],
  ['something else', 'Your parcel leaves tomorrow morning.', 0, 0.2],
])('a draft that was sent %s', (_, reply, least, most) => {
  expect(keptShare(draft, reply)).toBeGreaterThanOrEqual(least);
  expect(keptShare(draft, reply)).toBeLessThanOrEqual(most);
});

test('is a share, the same from both sides, and 1 only for the same words', () => {
  const text = fc.array(fc.constantFrom('open', 'the', 'page', 'link', 'refund', 'now'), { maxLength: 30 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(text, text, (a, b) => {
      const share = keptShare(a, b);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      expect(share).toBe(keptShare(b, a));
      expect(share === 1).toBe(a === b);
    }),
  );
});

test('each reply is noted once, and only what an agent said publicly after the draft', async () => {
  const noted = new Map<string, unknown>();
  const suggestion = { suggestionId: 'sug_1', createdAt: '2026-11-01T10:00:00Z', draft: { text: draft } };
  const record = { latestSuggestion: async () => suggestion as never, saveFeedback: async (id: string, feedback: unknown) => void noted.set(id, feedback) };
  const ticket = (...messages: [role: string, at: string, isPublic: boolean][]) =>
    ticketSchema.parse({ id: '1', messages: messages.map(([role, at, isPublic], i) => ({ id: `m${i}`, role, at, text: draft, public: isPublic })) });
  await noteAdoption(
    ticket(['agent', '2026-11-01T09:00:00Z', true], ['agent', '2026-11-01T10:01:00Z', false], ['requester', '2026-11-01T10:02:00Z', true]),
    record,
  );
  expect(noted.size).toBe(0);
  for (let i = 0; i < 2; i++) await noteAdoption(ticket(['requester', '2026-11-01T09:00:00Z', true], ['agent', '2026-11-01T10:05:00Z', true]), record);
  expect([...noted.values()]).toEqual([expect.objectContaining({ suggestionId: 'sug_1', kind: 'sent', kept: 1 })]);
});
