/** What an agent asks for beside the draft, in the built sidebar. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer } from './sidebar/fixtures.ts';
import { bodies, startBench } from './sidebar/open-sidebar.ts';

let bench: Awaited<ReturnType<typeof startBench>>;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench?.close());

test('asks about the ticket by keyboard, opens the source, copies but never inserts a note for the agent', async () => {
  const sidebar = await bench.open({ script: { prepared: answer } });
  await sidebar.at('ask').fill('How long do cards take?');
  await sidebar.at('ask').press('Enter');
  await expect.poll(() => sidebar.at('ability-text').innerText()).toContain('up to ten days');
  expect(bodies(sidebar, '/assist')).toEqual([{ ability: 'answer', text: 'How long do cards take?' }]);
  await sidebar
    .at('ability-result')
    .getByRole('button', { name: /Source 1/ })
    .click();
  await sidebar.at('ability-result').getByTestId('passage').waitFor();
  expect(await sidebar.at('ability-insert').count()).toBe(0);
  await sidebar.at('assist-menu').click();
  await sidebar.at('assist-clarify').click();
  await sidebar.at('ability-insert').click();
  await sidebar.frame.getByText('Inserted. Check it, then send.').waitFor();
  expect(await sidebar.helpdesk((h) => h.values['comment.text'])).toContain('reference number');
  await sidebar.page.close();
});

test('what only a model can do says so plainly, and the draft stays', async () => {
  const fail = { assist: { code: 'needs_model' as const, message: 'No language model is connected.', retryable: false } };
  const sidebar = await bench.open({ script: { prepared: answer, fail } });
  await sidebar.at('assist-menu').click();
  await sidebar.at('assist-friendlier').click();
  expect(await sidebar.at('ability-unavailable').innerText()).toContain('Only a language model can do this');
  expect(await sidebar.at('draft').getAttribute('data-state')).toBe('done');
  await sidebar.page.close();
});

test('a fitting macro is previewed before it goes into the composer', async () => {
  const nextAction = { kind: 'apply_macro' as const, label: 'Apply “Refund sent”', reason: 'It fits.', macroId: 'macro-7' };
  const sidebar = await bench.open({ script: { prepared: { ...answer, nextAction } } });
  await sidebar.at('macro-preview').click();
  await sidebar.at('ability-result').waitFor();
  expect(bodies(sidebar, '/assist')).toEqual([{ ability: 'fill_macro', macroId: 'macro-7' }]);
  expect(await sidebar.helpdesk((h) => h.values['comment.text'])).toBe('');
  await sidebar.at('ability-insert').click();
  await expect.poll(() => sidebar.helpdesk((h) => h.values['comment.text'])).toContain('reference number');
  await sidebar.page.close();
});

test('what the agent wants of a reply is chosen behind the button, kept, and the draft written anew', async () => {
  const sidebar = await bench.open({ script: { prepared: answer } });
  await sidebar.at('assist-menu').click();
  await expect.poll(() => sidebar.at('tenure-standard').getAttribute('aria-pressed')).toBe('true');
  const before = bodies(sidebar, '/suggestions').length;
  await sidebar.at('tenure-expert').press('Enter');
  await expect.poll(() => sidebar.at('tenure-expert').getAttribute('aria-pressed')).toBe('true');
  await expect.poll(() => bodies(sidebar, '/suggestions').length).toBe(before + 1);
  expect(sidebar.stub.script.tenure).toBe('expert');
  await sidebar.page.close();
});

test('with a customer of another language both ways are offered: their message, and what stands in the composer', async () => {
  const german = { ...answer, triage: { ...answer.triage, language: { value: 'de', confidence: 1 } } };
  const assisted = {
    ability: 'translate' as const,
    text: 'Bitte senden Sie es zurück.',
    language: 'de',
    citations: [],
    by: { drafter: 'model' as const, model: 'm-1' },
    degraded: null,
  };
  const sidebar = await bench.open({ script: { prepared: german, assisted }, values: { 'comment.text': 'Please send it back.' } });
  await sidebar.at('assist-menu').click();
  await sidebar.at('assist-translate-message').click();
  await sidebar.at('ability-result').waitFor();
  expect(await sidebar.at('ability-insert').count()).toBe(0);
  await sidebar.at('assist-translate-text').click();
  await sidebar.at('ability-insert').click();
  await expect.poll(() => sidebar.helpdesk((h) => h.values['comment.text'])).toBe('Bitte senden Sie es zurück.');
  expect(bodies(sidebar, '/assist')).toEqual([
    { ability: 'translate', language: 'en', of: 'message' },
    { ability: 'translate', language: 'de', of: 'text', text: 'Please send it back.' },
  ]);
  await sidebar.page.close();
});

test('leaves neither words in the console nor breaches of its policy', () => expect(bench.complaints()).toEqual([]));
