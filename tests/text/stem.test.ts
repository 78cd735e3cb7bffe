import { expect, test } from 'vitest';
import { stemmer } from '../../worker/text/stem.ts';

test.each([
  ['en', 'returned', 'returning'],
  ['de', 'rechnungen', 'rechnung'],
  ['es', 'facturas', 'factura'],
  ['fr', 'commandes', 'commande'],
  ['pt-BR', 'entregas', 'entrega'],
  ['nb', 'pakken', 'pakke'],
  ['tr', 'siparisler', 'siparis'],
  ['fi', 'tilaukset', 'tilauksen'],
  // Without an algorithm: by their beginning.
  ['cs', 'objednavka', 'objednavky'],
  ['pl', 'zamowienie', 'zamowienia'],
])('%s: forms of one word share their stem: %s, %s', (language, one, other) => {
  expect(stemmer(language)(one)).toBe(stemmer(language)(other));
});

test('words with digits, short words and languages that are not known stay as they are', () => {
  expect(stemmer('en')('v10s')).toBe('v10s');
  expect(stemmer('en')('as')).toBe('as');
  expect(stemmer('cs')('x12345678')).toBe('x12345678');
  expect(stemmer('ja')('返品')).toBe('返品');
});
