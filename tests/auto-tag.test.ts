import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { automationSchema, scopeSchema } from '../shared/setup.ts';
import type { Suggestion } from '../shared/suggestion.ts';
import { ticketSchema } from '../shared/ticket.ts';
import { autoTag } from '../worker/service/auto-tag.ts';
import type { Intent } from '../worker/service/effects.ts';

const suggestion = { suggestionId: 'sug_1', route: { group: 'Billing', priority: 'high' } } as unknown as Suggestion;
const planned = (tags: string[]): Intent[] => [{ key: 'triage:1:x', kind: 'add_tags', ticketId: '1', payload: { tags } }];
const run = (tags: string[], automation: object = {}, options: { scope?: object; ticket?: object; kind?: 'ticket_created' | 'ticket_updated' } = {}) =>
  autoTag(planned(tags), {
    suggestion,
    ticket: ticketSchema.parse({ id: '1', group: null, ...options.ticket }),
    automation: automationSchema.parse({ autoTag: 'on', ...automation }),
    scope: scopeSchema.parse(options.scope ?? {}),
    kind: options.kind ?? 'ticket_created',
  });
const tagsOf = (intents: Intent[]) => intents.flatMap((i) => i.payload.tags ?? []);

describe('what an admin chose', () => {
  test('on adds, a dry run only proposes, off does neither', () => {
    expect(run(['refund'])).toMatchObject({ tags: ['refund'], intents: [{ kind: 'add_tags', payload: { tags: ['refund'] } }] });
    expect(run(['refund'], { autoTag: 'dry_run', note: true, setGroup: true })).toEqual({ tags: ['refund'], intents: [] });
    expect(run(['refund'], { autoTag: 'off' })).toEqual({ tags: [], intents: [] });
  });
  test('tags are put into the account’s words, and what is there already is not added again', () => {
    expect(run(['a', 'b', 'c'], { tagPrefix: 'ai_', tagMap: { b: 'bee', c: '' } }).tags).toEqual(['ai_a', 'bee']);
    expect(run(['a', 'b'], { tagPrefix: 'ai_' }, { ticket: { tags: ['ai_a'] } }).tags).toEqual(['ai_b']);
    // Learned from tickets that were tagged so before, a word is not put into the account's words again.
    expect(run(['ai_a', 'bee', 'a'], { tagPrefix: 'ai_', tagMap: { b: 'bee' } }).tags).toEqual(['ai_a', 'bee']);
    expect(run(['toString'], { tagMap: {} }).tags).toEqual(['toString']);
  });
  test('group, brand and tags outside the choice are left alone, and so are those nobody knows', () => {
    expect(run(['a'], {}, { scope: { brands: ['9'] }, ticket: { brand: '9' } }).tags).toEqual(['a']);
    for (const ticket of [{ brand: '8' }, { brand: null }]) expect(run(['a'], {}, { scope: { brands: ['9'] }, ticket }).tags).toEqual([]);
    expect(run(['a'], {}, { scope: { groups: ['9'] }, ticket: { group: undefined } }).intents).toEqual([]);
    expect(run(['a', 'b'], {}, { scope: { tags: ['b'] } }).tags).toEqual(['b']);
  });
  test('no reply goes out by itself where Deskgraph was not let in', () => {
    const reply: Intent = { key: 'auto_reply:u:1', kind: 'auto_reply', ticketId: '1', payload: { autoReply: { text: 'Hello', lastMessageId: 'm' } } };
    const kinds = (brand: string, mode: string) =>
      autoTag([reply], {
        suggestion,
        ticket: ticketSchema.parse({ id: '1', brand }),
        automation: automationSchema.parse({ autoTag: mode }),
        scope: scopeSchema.parse({ brands: ['9'] }),
        kind: 'ticket_created',
      }).intents.map(({ kind }) => kind);
    expect([kinds('9', 'off'), kinds('8', 'off'), kinds('8', 'on')]).toEqual([['auto_reply'], [], []]);
  });
  test('priority and group are set on a new ticket only, and only where nobody set them', () => {
    const routing = (options: Parameters<typeof run>[2]) => run([], { setPriority: true, setGroup: true }, options).intents.map((i) => i.payload);
    expect(routing({})).toEqual([{ group: 'Billing', priority: 'high' }]);
    expect(routing({ ticket: { priority: 'low' } })).toEqual([{ group: 'Billing', priority: null }]);
    expect(routing({ ticket: { priority: 'low', group: '4' } })).toEqual([]);
    expect(routing({ ticket: { group: undefined } })).toEqual([{ group: null, priority: 'high' }]);
    expect(routing({ kind: 'ticket_updated' })).toEqual([]);
  });
  test('the note is written only where tags are added', () => {
    expect(run(['a'], { note: true }).intents.map((i) => i.kind)).toEqual(['add_tags', 'internal_note']);
    expect(run([], { note: true }).intents).toEqual([]);
  });
  test('never repeats, removes or invents a tag, and equal events give equal keys', () => {
    const tag = fc.stringMatching(/^[a-z]{1,4}$/);
    fc.assert(
      fc.property(fc.array(tag), fc.array(tag), fc.constantFrom('', 'ai_'), (sure, present, tagPrefix) => {
        const result = run(sure, { tagPrefix }, { ticket: { tags: present } });
        expect(new Set(result.tags).size).toBe(result.tags.length);
        expect(result.tags.every((t) => !present.includes(t) && sure.includes(t.slice(tagPrefix.length)))).toBe(true);
        expect(tagsOf(result.intents)).toEqual(result.tags);
        expect(run([...sure].reverse(), { tagPrefix }, { ticket: { tags: present } }).intents).toEqual(result.intents);
      }),
    );
  });
});

describe('ticket fields', () => {
  const fields = { product: '11', version: '12', orderNumber: '13' };
  const filled = (text: string, options: { product?: object; fields?: object; kind?: 'ticket_created' | 'ticket_updated' } = {}) => {
    const ticket = ticketSchema.parse({ id: '1', group: null, messages: [{ id: 'm', role: 'requester', at: '', text }] });
    const given = { ...suggestion, triage: { product: options.product ?? { value: 'Hub', confidence: 0.9 } } } as unknown as Suggestion;
    const automation = automationSchema.parse({ autoTag: 'on', fields: options.fields ?? fields });
    const { intents } = autoTag([], { suggestion: given, ticket, automation, scope: scopeSchema.parse({}), kind: options.kind ?? 'ticket_created' });
    return intents.find((i) => i.kind === 'set_fields')?.payload.fields;
  };

  test('are filled in as the admin mapped them, and from nothing else', () => {
    expect(filled('My order #AB-123456 came broken, version 2.4.1.')).toEqual({ 11: 'Hub', 12: '2.4.1', 13: 'AB-123456' });
    expect(filled('My order 123456', { fields: { orderNumber: '13' } })).toEqual({ 13: '123456' });
    expect(filled('My order 123456', { fields: {} })).toBeUndefined();
    expect(filled('My order 123456', { kind: 'ticket_updated' })).toBeUndefined();
  });
  test.each([
    ['Bestellnummer: 4711-0815', '4711-0815'],
    ['Ma commande n° 998877', '998877'],
    ['Mi pedido número 55512345', '55512345'],
    ['注文番号: 12345678', '12345678'],
    ['Order 123456 and order 654321', undefined],
    ['I ordered 2 lamps in 2025', undefined],
    ['Call me on +49 170 1234567', undefined],
  ])('%s', (text, order) => {
    expect(filled(text, { product: { value: null, confidence: 0 } })?.[13]).toBe(order);
  });
  test('a product that is not sure is left to the agent', () => {
    expect(filled('Hello', { product: { value: 'Hub', confidence: 0.4 } })).toBeUndefined();
  });
});
