import { expect, test } from 'vitest';
import { analyze } from '../../worker/text/analyze.ts';
import { translateTerms } from '../../worker/text/glossary.ts';

const said = (text: string, from: string, to: string): string[] => translateTerms(analyze(text, from), from, to);
const known = (text: string, language: string): string[] => analyze(text, language);

test.each([
  ['de', 'Ich habe mein Passwort verloren', 'password lost'],
  ['fr', 'Je voudrais télécharger la facture', 'download invoice'],
  ['es', 'Las pestañas de la sesión no se restauran', 'tab session'],
  ['pt', 'Perdi meu histórico e as senhas', 'history password'],
  ['it', 'Il rimborso dell’ordine', 'refund order'],
  ['nl', 'Hoe wijzig ik mijn wachtwoord', 'password'],
  ['fi', 'Kirjanmerkki on kadonnut', 'bookmark missing'],
  ['cs', 'Ztratil jsem heslo', 'password lost'],
  ['hu', 'A jelszó mentés nem megy', 'password save'],
  ['tr', 'kayıtlı parola kayıp', 'password lost'],
])('%s: “%s” is about “%s”, and back', (language, text, english) => {
  expect(said(text, language, 'en')).toEqual(expect.arrayContaining(known(english, 'en')));
  const back = said(english, 'en', language);
  expect(known(text, language).some((term) => back.includes(term))).toBe(true);
});

test('a language that the glossary does not have, and a word that it does not have, give nothing', () => {
  expect(said('password', 'xx', 'en')).toEqual([]);
  expect(said('password', 'en', 'xx')).toEqual([]);
  expect(said('Regenschirm constructor __proto__', 'de', 'en')).toEqual([]);
});

test('between two languages neither of which is English', () => {
  expect(said('Mein Passwort', 'de', 'fr')).toEqual(known('passe', 'fr'));
});
