/** The Worker's sentences in the agent's language. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isKnown, said } from '../../../apps/panel/said.ts';
import { createTranslate, type Dictionary, type PanelKey, panelMessages } from '../../../apps/panel/translate.ts';

const dictionary = (locale: string) =>
  JSON.parse(readFileSync(new URL(`../../../apps/panel/translations/${locale}.json`, import.meta.url), 'utf8')) as Dictionary;
const wordsIn = (locale: string) => ({ t: createTranslate<PanelKey>(dictionary(locale), locale, panelMessages) });
const templates = Object.entries(panelMessages).filter(([key]) => key.startsWith('said.'));
/** Values as they come: quoted lists, names with dots and brackets, several lines. */
const VALUES = ['“Wi-Fi (5 GHz).”, “b”', '17', 'Étape 1\nÉtape 2'];

test.each(['en', 'de', 'es', 'fr', 'ja', 'pt-BR'])('%s: each sentence is found again by its English words, with what stands in it', (locale) => {
  for (const [key, english] of templates) {
    const values = new Map([...english.matchAll(/\{\w+\}/g)].map(([place], i) => [place, VALUES[i % 3] ?? '']));
    const filled = (text = '') => text.replace(/\{\w+\}/g, (place) => values.get(place) ?? place);
    expect(said(filled(english), wordsIn(locale)), key).toBe(filled(dictionary(locale)[key]));
  }
});

test('what the product names inside a sentence is said in the agent’s language; what a customer or a team named stays', () => {
  const de = wordsIn('de');
  expect(said("The answer depends on the customer's region and plan, which is not known.", de)).toContain('Region, Tarif');
  expect(said('The first reply target was missed 12 minutes ago.', de)).toBe('Das Ziel „Erste Antwort“ wurde vor 12 Minuten verfehlt.');
  expect(said('Matches “plan”, “region” in the title', de)).toBe('Im Titel stehen “plan”, “region”');
  expect(said('Refunds above 100 need a team lead.', de)).toBe('Refunds above 100 need a team lead.');
  expect(isKnown('Refunds above 100 need a team lead.')).toBe(false);
});
