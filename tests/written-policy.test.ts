/** Written policies read as typed ones, as far as their sentences go. */
import { expect, test } from 'vitest';
import { readWrittenPolicy } from './evals/policies/read-written-policy.ts';

const read = (title: string, text: string) => readWrittenPolicy({ id: 'p', title, text, product: null }, { tells: (terms) => !terms.includes('account') });

test('conditions come from the title, in the forms the text has', () => {
  const { when } = read('Cancelling a garden account', 'A garden can be cancelled online. Cancellation of gardens is free.');
  expect(when.keywords).toEqual(expect.arrayContaining(['cancelling', 'cancelled', 'garden', 'gardens']));
  expect(when.keywords).not.toContain('account');
});

test('demands come from sentences that make them', () => {
  const { when, then } = read(
    'Fee reversal',
    'Verify the customer’s identity before anything else. Agents may refund the fee. Requests over $250 are transferred to a human agent. Do not promise a date for the payment. Say "We look into it today."',
  );
  expect(then).toMatchObject({ askIdentity: true, authorises: ['refund'], forbid: ['a date for the payment'], say: ['We look into it today.'] });
  expect(then.escalate?.reason).toContain('transferred to a human agent');
  expect(when.amountAbove).toEqual({ value: 250, currencies: ['USD'] });
});

test('a sentence that rules it out demands nothing', () => {
  const { then } = read('Opening hours', 'Identity verification is not required. Do not transfer to a human agent. We cannot refund fees.');
  expect(then).toMatchObject({ askIdentity: false, escalate: null, authorises: [] });
});
