import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze, tokens } from '../../worker/text/analyze.ts';

test('codes, settings and versions stay whole', () => {
  expect(tokens('SEC_ERROR_UNKNOWN_ISSUER in about:config since v68.0.1 (0x80070005)')).toEqual([
    'sec_error_unknown_issuer',
    'in',
    'about:config',
    'since',
    'v68.0.1',
    '0x80070005',
  ]);
});

test('a joined word is found joined, hyphenated, and by its parts', () => {
  expect(analyze('add-ons', 'en')).toContain(analyze('addons', 'en')[0]);
  expect(analyze('e-mail', 'en')).toContain('mail');
  expect(analyze('version 68.0.1', 'en')).toEqual(expect.arrayContaining(['68.0.1', 'v68']));
});

test('scripts without spaces give pairs of letters', () => {
  expect(tokens('日本語')).toEqual(['日本', '本語']);
});

test.each([
  ['en', 'connections', 'connected'],
  ['de', 'Lesezeichen', 'lesezeichen'],
  ['fr', 'téléchargements', 'telechargement'],
  ['es', 'contraseñas', 'contraseña'],
  ['ru', 'закладки', 'закладку'],
])('%s: forms of a word meet', (language, one, other) => {
  expect(analyze(one, language)).toEqual(analyze(other, language));
});

test('any text gives terms of at most 64 characters, the same each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom('en', 'de', 'ja', 'xx', ''), (text, language) => {
      const terms = analyze(text, language);
      expect(terms).toEqual(analyze(text, language));
      for (const term of tokens(text)) expect(term.length).toBeLessThanOrEqual(64);
      expect(terms.every((term) => term !== '')).toBe(true);
    }),
  );
});
