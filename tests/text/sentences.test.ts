import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentences } from '../../worker/text/sentences.ts';

test.each([
  ['Dr. Smith paid $3.50 for v68.0.1. It works, e.g. on Windows 10. See https://a.b/c.html?x=1. Thanks!', 4],
  ['1. Click the menu. 2. Select "Settings". Done.', 3],
  ['The answer is no. Then ask again. See no. 5 of the list.', 3],
  ['これはペンです。猫がいます！はい', 3],
  ['Am 3. Mai um 5 Uhr. Danke z.B. Für alles.', 2],
  ['¿Qué pasa? ¡Hola! No funciona… Lo siento.', 4],
  ['यह हिंदी है। दूसरा वाक्य।', 2],
  ['- one item\n- another. With two', 3],
  ['He said "Stop." Then he left.', 2],
  ['ALL GOOD?! yes... or not', 2],
  ['', 0],
])('%s', (text, count) => {
  expect(sentences(text)).toHaveLength(count);
});

test('sentences hold every character but white space, in order', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '.', '!', '?', ' ', '\n', '1', '。', '"', ')', 'é', '-') }), (text) => {
      expect(sentences(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      expect(sentences(text).every((sentence) => sentence.trim() === sentence && sentence !== '')).toBe(true);
    }),
  );
});
