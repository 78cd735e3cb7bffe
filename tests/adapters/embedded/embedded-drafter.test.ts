/** What an agent would dislike in a draft put together from articles: each case was seen in one. */
import { expect, test } from 'vitest';
import type { DraftRequest } from '../../../worker/ports.ts';
import { extractive, requestOf, sourceOf } from '../../pipeline/support.ts';

async function drafted(sources: DraftRequest['sources'], more: Partial<DraftRequest> = {}) {
  const sentences = [];
  for await (const sentence of extractive.draft(requestOf(sources as never, more), new AbortController().signal)) sentences.push(sentence);
  return sentences;
}
const texts = async (...args: Parameters<typeof drafted>) => (await drafted(...args)).map(({ text }) => text);

const battery = { subject: 'Sensor battery', question: 'How do I change the battery of my sensor?' };
const steps = '1. Twist the sensor cover to the left.\n2. Push the old battery out.\n3. Put in the new battery.';
const section = { articleId: 'battery', title: 'Replace the battery', headings: ['Replace the battery', 'Steps'] };

test('what stands under one heading reads in the order of the article, whichever passage was found first', async () => {
  const found = [
    sourceOf(1, steps, { ...section, form: 'steps', place: 2 }),
    sourceOf(2, 'The sensor battery lasts 18 months. Changing the battery takes a minute:', { ...section, form: 'prose', place: 1 }),
    sourceOf(3, 'The sensor stays paired while the battery is changed.', { ...section, form: 'prose', place: 3 }),
  ];
  const said = await texts(found, battery);
  expect(said.indexOf('Changing the battery takes a minute:')).toBe(said.indexOf('Twist the sensor cover to the left.') - 1);
  expect(said.indexOf('The sensor stays paired while the battery is changed.')).toBe(said.indexOf('Put in the new battery.') + 1);
});

test('a list whose items each say something of their own is no procedure: only what bears on the question is said', async () => {
  const causes = '- Live reporting empties the sensor battery in two months.\n- Cold rooms are hard on plants.\n- The Hub has a white light.';
  const said = await drafted([sourceOf(1, causes, { ...section, form: 'list' })], battery);
  expect(said.every(({ kind }) => kind === 'statement')).toBe(true);
  expect(said.map(({ text }) => text)).not.toContain('The Hub has a white light.');
});

test('a procedure comes whole or not at all: its parts are joined over passages and remarks, and a second half alone is left out', async () => {
  const second = '4. Close the sensor cover.\n5. Press the battery button once.';
  const whole = await drafted([sourceOf(1, `${steps}\nKeep the old battery away from children.\n${second}`, { ...section, form: 'steps' })], battery);
  expect(whole.filter(({ kind }) => kind === 'step').map(({ text }) => text)).toEqual([
    'Twist the sensor cover to the left.',
    'Push the old battery out.',
    'Put in the new battery.',
    'Close the sensor cover.',
    'Press the battery button once.',
  ]);
  const parts = [sourceOf(1, steps, { ...section, place: 1, form: 'steps' }), sourceOf(2, second, { ...section, place: 2, form: 'steps' })];
  const joined = (await drafted(parts, battery)).filter(({ kind }) => kind === 'step');
  expect(joined.map(({ citations }) => citations)).toEqual([[1], [1], [1], [2], [2]]);
  const rest = [sourceOf(1, second, { ...section, form: 'steps' }), sourceOf(2, 'A sensor battery is a CR2450 cell, which any shop has.')];
  expect((await drafted(rest, battery)).some(({ kind }) => kind === 'step')).toBe(false);
});

test('two ways to do it are two lists, and one is said; a step alone is a sentence', async () => {
  const ways = `${steps}\n1. Hold the sensor near a magnet.\n2. Wait for the light.`;
  const said = await drafted([sourceOf(1, ways, { ...section, form: 'steps' })], battery);
  expect(said.filter(({ kind }) => kind === 'step').map(({ text }) => text)).toEqual(steps.split('\n').map((line) => line.slice(3)));
  const ones = steps.replace(/^\d/gm, '1');
  expect((await drafted([sourceOf(1, ones, { ...section, form: 'steps' })], battery)).map(({ kind }) => kind)).toEqual(['step', 'step', 'step']);
  const alone = await drafted([sourceOf(1, '1. Change the battery of the sensor once a year.', { ...section, form: 'steps' })], battery);
  expect(alone).toEqual([{ text: 'Change the battery of the sensor once a year.', citations: [1], kind: 'statement' }]);
});

test.each([
  'For information on the sensor battery, visit Battery types.',
  'If the sensor battery leaks, see How to clean a sensor.',
  'The instructions in this article are about the sensor battery.',
  'Repeat the battery steps above for each sensor.',
  'If the battery still reports low, go back to step 2.',
  'Siehe Die Batterie des Sensors wechseln.',
  'Sensor battery cover)',
  'Sensor battery',
  'Settings → Sensor → Battery.',
  'Settings › Sensor › Battery level',
])('“%s” is not said: the page around it is not seen', async (line) => {
  const said = await texts([sourceOf(1, `A sensor battery lasts about 18 months in a warm room.\n${line}`, section)], battery);
  expect(said).toEqual(['A sensor battery lasts about 18 months in a warm room.']);
});

test('labels and asides of a page are left out of a sentence', async () => {
  const said = await texts([sourceOf(1, 'Note: A sensor battery lasts 18 months (see Warranty) in a warm room.', section)], battery);
  expect(said).toEqual(['A sensor battery lasts 18 months in a warm room.']);
});

test('a sentence that points back comes with the one it points at, or not at all', async () => {
  const text = 'If the sensor got hot, do not touch its battery.\nUnplug it and keep the battery cover closed.';
  const said = await texts([sourceOf(1, text, section)], { ...battery, question: 'The battery cover of my sensor: unplug or keep closed?' });
  expect(said[0]).toBe('If the sensor got hot, do not touch its battery.');
  const kinds = 'A sensor of 2020 has a battery that is welded in.\nThe battery of such a sensor is changed by us.';
  expect(await texts([sourceOf(1, kinds, section)], { ...battery, question: 'Who changes the battery of such a sensor?' })).toEqual(kinds.split('\n'));
  expect(await texts([sourceOf(1, 'Unplug it and keep the sensor battery cover closed.', section)], battery)).not.toContain(
    'Unplug it and keep the sensor battery cover closed.',
  );
});

test('each question of a message gets what speaks of it', async () => {
  const sources = [
    sourceOf(1, 'You can return a sensor within 30 days of delivery, opened or not, bought in the online shop.', { articleId: 'a' }),
    sourceOf(2, '1. Choose the order.\n2. Print the label.', { articleId: 'b', title: 'Get a return label', headings: ['Get a return label'] }),
  ];
  const question = 'I bought a sensor in the online shop. Can I return it within 30 days of delivery, opened? And how do I get a label?';
  expect(await texts(sources, { subject: 'Return of a sensor within 30 days', question })).toContain('Print the label.');
});

test('who is new gets more of it, an expert the facts alone; where the articles may not fit, little is said', async () => {
  const facts = [
    'A sensor battery lasts about 18 months in a warm room.',
    'Change the sensor battery when the app warns at 15 percent.',
    'A cold cellar halves what the sensor battery gives.',
    'Rechargeable cells have too little voltage: no sensor battery.',
    'Recycle an empty sensor battery at any shop that sells them.',
    'Your sensor keeps its pairing while you change its battery.',
    'Live reporting costs a sensor most of its battery.',
    'Children must never get hold of a sensor battery.',
  ].join('\n');
  const sources = [
    sourceOf(1, `${facts}`, { articleId: 'facts', title: 'Sensor battery', headings: ['Sensor battery'] }),
    sourceOf(2, steps, { ...section, form: 'steps' }),
    sourceOf(3, steps.replaceAll('sensor', 'door sensor'), { ...section, articleId: 'door', form: 'steps' }),
  ];
  const counts = async (more: Partial<DraftRequest>) => {
    const said = await drafted(sources, { ...battery, ...more });
    return { statements: said.filter(({ kind }) => kind === 'statement').length, steps: said.filter(({ kind }) => kind === 'step').length };
  };
  const [fresh, usual, expert, weak] = [await counts({ tenure: 'new' }), await counts({}), await counts({ tenure: 'expert' }), await counts({ weak: true })];
  expect(await counts({ tenure: 'standard' })).toEqual(usual);
  expect(fresh.statements).toBeGreaterThan(usual.statements);
  expect(fresh.steps).toBeGreaterThan(usual.steps);
  expect(expert.statements).toBeLessThan(usual.statements);
  expect(expert.steps).toBeLessThanOrEqual(usual.steps);
  expect(weak.statements + weak.steps).toBeLessThan(usual.statements + usual.steps);
});

test('an expert still gets the procedure where it is the answer', async () => {
  expect((await drafted([sourceOf(1, steps, { ...section, form: 'steps' })], { ...battery, tenure: 'expert' })).length).toBe(3);
});

test('where the best sentence leans on one that is not there and nothing else bears on it, the next best begins', async () => {
  const warranty = { subject: '', question: 'How long does the warranty last?' };
  const claim = { articleId: 'claim', title: 'Make a warranty claim', headings: ['Make a warranty claim'] };
  const term = { articleId: 'warranty', title: 'Warranty in Europe', headings: ['Warranty in Europe'] };
  const sources = [sourceOf(1, 'It does last as long as the warranty.', claim), sourceOf(2, 'Every device has a warranty of 24 months from delivery.', term)];
  expect(await texts(sources, warranty)).toContain('Every device has a warranty of 24 months from delivery.');
});
