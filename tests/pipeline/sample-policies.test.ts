/** Every policy of the sample company: it fires on what it is for and not on its look-alike, and holds on the output. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Policy } from '#shared/policy';
import { type TicketInput, ticketSchema } from '#shared/ticket';
import { createGrounder } from '../../worker/pipeline/ground/index.ts';
import { createVault } from '../../worker/pipeline/normalize/vault.ts';
import { matchPolicies } from '../../worker/pipeline/triage/match-policies.ts';
import { loadFolder } from '../evals/load-folder.ts';
import { decidedOf, manifest, sourceOf } from './support.ts';

const { policies, articles } = loadFolder(join(import.meta.dirname, '../../apps/desk/sample-data'));
const byId = (id: string) => policies.find((policy) => policy.id === id) as Policy;
const customer = (fields: Partial<TicketInput['customer']>) => ({ customer: fields as TicketInput['customer'] });
const fires = (text: string, more: Partial<TicketInput> = {}) =>
  matchPolicies(policies, { text, tags: [], ticket: ticketSchema.parse({ id: '1', subject: '', messages: [], ...more }) }).map(({ policy }) => policy.id);

const cases: [id: string, says: string[], not: string[], more?: Partial<TicketInput>][] = [
  [
    'refund-limit',
    ['I want a refund of £387', 'Ich verlange eine Erstattung von 240 €', 'Quiero un reembolso de 150 EUR'],
    ['a refund of £20', 'It costs £387'],
  ],
  [
    'double-charge-refund',
    ['You charged me twice!', 'Es wurde doppelt abgebucht', 'Me han cobrado dos veces', 'On m’a débité deux fois'],
    ['I called you twice'],
  ],
  ['warranty-eu-uk', ['Is it still under warranty?', 'Habe ich noch Garantie?'], ['It is two years old'], customer({ region: 'EU' })],
  ['warranty-us', ['Is it still under warranty?'], ['It is two years old'], customer({ region: 'US' })],
  ['identity-check', ['I lost my phone with the recovery codes', 'Wie kann ich meine E-Mail-Adresse ändern?'], ['Which e-mail do you use?']],
  ['data-requests', ['Please delete my data', 'Auskunft nach Art. 15 DSGVO', 'RGPD'], ['My data plan is slow']],
  ['legal-threat', ['You will hear from my lawyer', 'Ich gehe zum Anwalt', 'Tomaré acciones legales'], ['Is this legal in Norway?']],
  ['chargeback', ['I opened a chargeback', 'Ich werde die Rückbuchung veranlassen'], ['The battery does not charge']],
  ['safety-incident', ['There is a burning smell', 'Es riecht nach Rauch', 'Huele a quemado: olor a quemado', 'odeur de brûlé'], ['The light burns green']],
  ['no-delivery-dates', ['Where is my order?', 'Wann kommt mein Paket?', '¿Cuándo llega mi pedido?'], ['In which order do I pair them?']],
  ['business-outage', ['All sites are offline', 'Die Heizung aus im ganzen Haus'], ['One sensor blinks'], customer({ plan: 'Business' })],
  ['minors', ["I'm 14 and my home", 'ich bin 13'], ['My hub is 14 months old']],
  ['no-discounts', ['Do you have a promo code?', 'Gibt es einen Gutschein?', 'Tenéis un descuento?'], ['What does it cost?']],
  ['human-request', ['Let me talk to a human', 'Ich will mit einem echten Menschen sprechen', 'Je veux parler à un humain'], ['A person walked by the sensor']],
];

test('every sample policy is covered', () => {
  expect(cases.map(([id]) => id).sort()).toEqual(policies.map(({ id }) => id).sort());
});

test.each(cases)('%s fires on what it is for, and not on its look-alike', (id, says, not, more) => {
  for (const text of says) expect(fires(text, more), text).toContain(id);
  for (const text of not) expect(fires(text, more), text).not.toContain(id);
  // A condition on a fact that is unknown does not hold.
  if (more) for (const text of says) expect(fires(text), text).not.toContain(id);
});

test.each(policies.map((policy) => [policy.id, policy] as const))('what %s forbids is not said, though an article says it', (_, { then }) => {
  const verdicts = then.forbid.map((phrase) => {
    const text = `As it stands, ${phrase} for this one.`;
    const decided = decidedOf({
      forbid: then.forbid,
      authorises: ['refund', 'replacement', 'credit', 'discount', 'waiver', 'delivery', 'guarantee', 'compensation'],
    });
    const input = { left: 0, sources: [sourceOf(1, text)], decided, vault: createVault([]), manifest, language: 'en', question: '', greeting: '', closing: '' };
    const checked = createGrounder(input).check({ kind: 'statement', text, citations: [1] });
    return 'removed' in checked;
  });
  expect(verdicts.every(Boolean)).toBe(true);
});

test('what policies cite exists, and what they have the reply say is in it', () => {
  const ids = new Set(articles.map(({ id }) => id));
  expect(policies.flatMap(({ then }) => then.cite).filter((id) => !ids.has(id))).toEqual([]);
  const { say } = byId('safety-incident').then;
  const input = {
    left: 0,
    sources: [],
    decided: decidedOf({ outcome: 'escalate', say }),
    vault: createVault([]),
    manifest,
    language: 'en',
    question: '',
    greeting: '',
    closing: '',
  };
  for (const text of say) expect(createGrounder(input).finish({ drafter: 'extractive', model: null }).draft.text).toContain(text);
});
