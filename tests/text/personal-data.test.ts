import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPersonalData, hiddenTypes, hidePersonalData } from '../../worker/text/personal-data.ts';
import { pii } from '../evals/pii.ts';

const found = (text: string) => findPersonalData(text).map(({ type, start, end }) => [type, text.slice(start, end)]);

test.each([
  ['EMAIL_ADDRESS', 'write to anna.berg+shop@mail.example.co.uk, please', 'anna.berg+shop@mail.example.co.uk'],
  ['PHONE_NUMBER', 'call me on +49 (0)30 1234-567 today', '+49 (0)30 1234-567'],
  ['PHONE_NUMBER', 'Tel.: 030/1234567', '030/1234567'],
  ['PHONE_NUMBER', 'my number is 9472 7916, thanks', '9472 7916'],
  ['PHONE_NUMBER', 'it is (602)272-9781 x12', '(602)272-9781 x12'],
  ['CREDIT_CARD', 'card 4111 1111 1111 1111 123 is declined', '4111 1111 1111 1111'],
  ['CREDIT_CARD', 'Karte 4111-1111-1111-1111', '4111-1111-1111-1111'],
  ['IBAN_CODE', 'IBAN DE89 3704 0044 0532 0130 00 bitte', 'DE89 3704 0044 0532 0130 00'],
  ['US_SSN', 'my ssn is 853-37-1694', '853-37-1694'],
  ['IP_ADDRESS', 'from 41.173.96.26 it is blocked', '41.173.96.26'],
  ['IP_ADDRESS', 'the address is 8.5.5.9 and not reachable', '8.5.5.9'],
  ['IP_ADDRESS', 'we use 10.1.2.3 inside', '10.1.2.3'],
  ['IP_ADDRESS', 'from 2001:db8:85a3::8a2e:370:7334 too', '2001:db8:85a3::8a2e:370:7334'],
  ['DOMAIN_NAME', 'see https://www.example.ch/a?b=1.', 'https://www.example.ch/a?b=1'],
  ['SECRET', 'my password is hunter2! now', 'hunter2'],
  ['SECRET', 'key sk-abcdefghijklmnop1234 leaked', 'sk-abcdefghijklmnop1234'],
  ['ORDER_NUMBER', 'order number 48213377 is late', '48213377'],
  ['ORDER_NUMBER', 'Bestellung Nr. BL-288102 fehlt', 'BL-288102'],
  ['NATIONAL_ID', 'DNI 12345678Z', '12345678Z'],
  ['NATIONAL_ID', 'CPF 529.982.247-25', '529.982.247-25'],
  ['PERSON', 'Hi, my name is Zdravka Koleva.', 'Zdravka Koleva'],
  ['PERSON', 'Mit freundlichen Grüßen\nJürgen Weiß', 'Jürgen Weiß'],
  ['STREET_ADDRESS', 'ship to 12 High Street, Springfield, IL 62701', '12 High Street, Springfield, IL 62701'],
  ['STREET_ADDRESS', 'an die Hauptstraße 12, 10115 Berlin', 'Hauptstraße 12, 10115 Berlin'],
])('finds %s in “%s”', (type, text, value) => {
  expect(found(text)).toContainEqual([type, value]);
});

test.each([
  'Version 68.0.1.2 on Windows 10.0.18362.535',
  'Since the upgrade of the Application Server 8.5.5.9 to 8.5.5.11 or 9.0.0.27',
  'Card 4111 1111 1111 1112 has a wrong check digit',
  'IBAN DE89 3704 0044 0532 0130 01 has one too',
  'On 2026-01-05 at 12:30:45, 1,000,000 rows in 3.5 seconds',
  'uuid cc79-4dc6-b739-f06fb842503a, error 0x80070005',
  'about:config, localhost 127.0.0.1',
  'the password is incorrect. What now?',
  'between 2019/2020 and 2021-2022',
])('finds no number, key or address in “%s”', (text) => {
  expect(found(text).filter(([type]) => !['DATE_TIME', 'DOMAIN_NAME'].includes(type ?? ''))).toEqual([]);
});

test('names of the ticket are found however they are written', () => {
  const text = 'ANNA here, also berg, anna';
  expect(findPersonalData(text, { names: ['Anna Berg'] }).map(({ start, end }) => text.slice(start, end))).toEqual(
    ['ANNA', 'berg, anna'].flatMap((name) => (name === 'berg, anna' ? ['berg', 'anna'] : [name])),
  );
});

test('findings are in order, inside the text and never overlap', () => {
  const piece = fc.constantFrom(
    'Anna',
    'Dr. Weiß',
    '4111 1111 1111 1111',
    '+49 30 1234567',
    'a@b.example',
    '12 High Street',
    'DE89370400440532013000',
    '1',
    '-',
    '.',
    ' ',
    '\n',
    '@',
    ':',
    'http://',
    'order ',
    '€5',
    '\ud83d',
    '۱۲',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
        fc.string({ unit: 'binary', maxLength: 200 }),
      ),
      (text) => {
        let at = 0;
        for (const { start, end } of findPersonalData(text)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      },
    ),
    { numRuns: 500 },
  );
});

test('hiding takes out what is found of the hidden kinds, postcodes behind towns among it, and nothing else', () => {
  const parts = [
    'Anna Berg',
    'works at Acme Corp',
    ' in Paris 75001',
    ' in Murray Hill',
    ' 07974',
    ' in ',
    'since 2019',
    ' at Bell Labs, 12 Main Road, Berlin',
    'call 030 1234567',
    ', ',
    '. ',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 8 }), (chosen) => {
      const text = chosen.join('');
      const hidden = findPersonalData(text).filter(({ type }) => hiddenTypes[type]);
      const expected = hidden.reduceRight((rest, { type, start, end }) => `${rest.slice(0, start)}⟦${hiddenTypes[type]}⟧${rest.slice(end)}`, text);
      expect(hidePersonalData(text)).toBe(expected);
    }),
    { numRuns: 500 },
  );
  expect(hidePersonalData('He works at Acme Corp in Paris 75001.')).toBe('He works at Acme Corp in Paris ⟦ADDRESS⟧.');
});

test('hiding for good leaves nothing to find', () => {
  const hidden = hidePersonalData('Anna Berg, anna@berg.example, 4111 1111 1111 1111, +49 30 1234567, 12 High Street');
  expect(hidden).not.toMatch(/Anna|berg|4111|1234567|High/);
  expect(hidden).toContain('⟦CARD⟧');
});

test('long hostile strings are read to the end', () => {
  for (const unit of [
    '1',
    '1 ',
    'a@',
    'a.',
    ':',
    '::1',
    'A ',
    'Aa-',
    '12 ',
    'http://',
    '(',
    'order 1',
    'my name is ',
    'X. ',
    'Anna, ',
    'Anna and ',
    '1 A Apt. 5\n',
  ])
    expect(findPersonalData(unit.repeat(20_000))).toBeInstanceOf(Array);
});

const file = fileURLToPath(new URL('../../../shared/data/pii/sentences.jsonl.gz', import.meta.url));
test.skipIf(!existsSync(file))('public sentences with marked personal data: pattern types are found', async () => {
  const figures = (await pii({ file })) as { recall: number; precision: number; all_types: { recall: number; precision: number } };
  expect(figures.recall).toBeGreaterThanOrEqual(0.97);
  expect(figures.precision).toBeGreaterThanOrEqual(0.95);
  expect(figures.all_types.recall).toBeGreaterThanOrEqual(0.9);
  expect(figures.all_types.precision).toBeGreaterThanOrEqual(0.92);
});
