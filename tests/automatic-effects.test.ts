import { expect, test } from 'vitest';
import type { Suggestion } from '#shared/suggestion';
import { automaticEffects } from '../worker/service/automatic-effects.ts';
import { isAutomaticMail } from '../worker/text/automatic-mail.ts';
import { manifest, ticketOf } from './pipeline/support.ts';

const ticket = ticketOf('When does my kettle come?', { requester: { id: 'u-1', name: 'Anna', email: 'anna@berg.example' }, tags: ['vip'] });
const suggestion = (more: object = {}) =>
  ({
    ticketId: ticket.id,
    route: { mode: 'auto_reply' },
    decision: { outcome: 'answer', confidence: { value: 0.95 } },
    degraded: [],
    triage: {
      tags: [
        { tag: 'delivery', confidence: 0.9 },
        { tag: 'vip', confidence: 0.9 },
        { tag: 'returns', confidence: 0.2 },
      ],
    },
    draft: { text: 'Hello Anna,\n\nIt comes within three days.', language: 'en' },
    ...more,
  }) as unknown as Suggestion;

test('certain tags that are missing, and one reply with the disclosure in the customer’s language', () => {
  const [tags, reply, ...rest] = automaticEffects(suggestion(), ticket, manifest);
  expect(tags).toMatchObject({ kind: 'add_tags', payload: { tags: ['delivery'] } });
  expect(reply).toMatchObject({ kind: 'auto_reply', payload: { autoReply: { lastMessageId: 'm-1' } } });
  expect(reply?.payload.autoReply?.text).toMatch(/three days[\s\S]*AI assistant/);
  expect(rest).toEqual([]);
  const german = automaticEffects(suggestion({ draft: { text: 'In drei Tagen.', language: 'de' } }), ticket, manifest)[1];
  expect(german?.payload.autoReply?.text).toContain('KI-Assistent');
  expect(german?.key).toBe(reply?.key);
});

test.each<[string, object, object]>([
  ['routing wants an agent', { route: { mode: 'draft_for_agent' } }, {}],
  ['confidence fell', { decision: { outcome: 'answer', confidence: { value: 0.5 } } }, {}],
  ['the draft was withheld', { decision: { outcome: 'abstain', confidence: { value: 0.95 } } }, {}],
  ['the knowledge is an older one', { degraded: [{ part: 'snapshot', message: '' }] }, {}],
  ['a placeholder is left', { draft: { text: 'Hello ⟦NAME_1⟧', language: 'en' } }, {}],
  ['nobody says it is a machine', { draft: { text: 'Tere.', language: 'et' } }, {}],
  ['it is another ticket', { ticketId: 'other' }, {}],
  ['nobody asked', {}, { requester: null }],
  ['a robot asked', {}, { requester: { id: 'u', name: '', email: 'no-reply@shop.example' } }],
  ['the last word is the team’s', {}, { messages: [...ticket.messages, { id: 'm-2', role: 'agent', at: '', text: 'Hi', public: true }] }],
])('no reply when %s', (_, more, fields) => {
  expect(automaticEffects(suggestion(more), { ...ticket, ...fields }, manifest).map(({ kind }) => kind)).not.toContain('auto_reply');
});

test.each([
  ['Automatic reply: Order 12', 'Hello'],
  ['Out of Office', ''],
  ['Re: Bestellung', 'Ich bin derzeit nicht im Büro und habe keinen Zugriff auf meine E-Mails.'],
  ['Réponse automatique', ''],
  ['Re: commande', 'Je suis actuellement en congés.'],
  ['Respuesta automática', ''],
  ['Re: pedido', 'Estou de férias até segunda-feira.'],
  ['Re: ordine', 'Sono fuori ufficio fino al 3 maggio.'],
  ['Re: bestelling', 'Ik ben momenteel afwezig.'],
  ['自動返信: お問い合わせ', ''],
  ['Undeliverable: Your order', ''],
  ['Hello', 'This is an automatically generated message. Please do not reply.'],
])('“%s / %s” is automatic mail', (subject, text) => {
  expect(isAutomaticMail(subject, text, '')).toBe(true);
});

test('two of our kind that write to each other stop after one reply, in every language', () => {
  const disclosures = Object.entries(manifest.prompts).filter(([key]) => key.startsWith('say.ai_disclosure.'));
  expect(disclosures.length).toBeGreaterThanOrEqual(8);
  for (const [key, disclosure] of disclosures) {
    const [, first] = automaticEffects(suggestion({ draft: { text: `${'It comes soon. '.repeat(90)}`, language: key.slice(-2) } }), ticket, manifest);
    const mail = first?.payload.autoReply?.text ?? '';
    expect(mail).toContain(disclosure);
    // The other installation gets that mail as a new ticket of its own.
    const theirs = ticketOf(mail, { requester: { id: 'u-2', name: 'Shop', email: 'help@shop.example' } });
    expect(automaticEffects(suggestion(), theirs, manifest).map(({ kind }) => kind)).not.toContain('auto_reply');
  }
});

test.each([
  ['The schedule is out of sync', 'My thermostat switches on automatically at night. How do I turn that off?'],
  ['Automatic updates', 'Can the hub update automatically?'],
  ['A question', 'Is my question answered by a person, or by your assistant? The AI mode of the lamp was created by accident.'],
  ['Absent from the list', 'My device is not in the list.'],
  ['Rückgabe', 'Ich bin mit dem Gerät nicht zufrieden und möchte es zurückgeben.'],
])('“%s” is a person’s', (subject, text) => {
  expect(isAutomaticMail(subject, text, 'anna@berg.example')).toBe(false);
});
