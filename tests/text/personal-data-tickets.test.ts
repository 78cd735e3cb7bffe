/** Own tickets in six languages, with signatures and quoted mail: what is marked in them is hidden, and little else. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findPersonalData, hiddenTypes, hidePersonalData } from '../../worker/text/personal-data.ts';

type Mark = { type: string; value: string };

/** `## language`, then a ticket in which `<TYPE>…</TYPE>` marks personal data. */
function readTickets(file: URL): { language: string; text: string; marks: Mark[] }[] {
  return readFileSync(file, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((entry) => {
      const [language = '', ...lines] = entry.split('\n');
      const marked = lines.join('\n').trim();
      const marks = [...marked.matchAll(/<([A-Z_]+)>(.*?)<\/\1>/gs)].map(([, type = '', value = '']) => ({ type, value }));
      return { language, text: marked.replace(/<\/?[A-Z_]+>/g, ''), marks };
    });
}

const tickets = readTickets(new URL('../fixtures/personal-data-tickets.txt', import.meta.url));

test('six languages, at least two tickets and eight marks each', () => {
  for (const language of ['en', 'de', 'fr', 'es', 'pt', 'ja']) {
    const own = tickets.filter((ticket) => ticket.language === language);
    expect(own.length, language).toBeGreaterThanOrEqual(2);
    expect(own.flatMap(({ marks }) => marks).length, language).toBeGreaterThanOrEqual(8);
  }
});

test.each(tickets.map((ticket, i) => [`${ticket.language} ${i}`, ticket] as const))('nothing that is marked stays (%s)', (_, { text, marks }) => {
  const hidden = hidePersonalData(text);
  for (const { type, value } of marks) expect(hidden.includes(value), `${type} ${value} in ${hidden}`).toBe(false);
});

test('what is hidden is marked', () => {
  const found = tickets.flatMap(({ text, marks }) =>
    findPersonalData(text)
      .filter(({ type }) => hiddenTypes[type])
      .map(({ start, end }) => ({ said: text.slice(start, end), marks })),
  );
  const wrong = found.filter(({ said, marks }) => !marks.some(({ value }) => value.includes(said) || said.includes(value))).map(({ said }) => said);
  expect(wrong).toEqual([]);
});
