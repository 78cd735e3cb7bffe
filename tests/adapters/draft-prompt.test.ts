/** Prompts are data of the release: each renders, its slots are known, its version tells its text. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { promptsSchema } from '#shared/prompts';
import { releaseManifestSchema } from '#shared/release';
import { renderDraft } from '../../worker/adapters/openai/draft-prompt.ts';
import { defaultPrompts, promptFiles } from '../../worker/governance/default-prompts.ts';
import { kettle, manifest, requestOf } from '../pipeline/support.ts';

test.each(['answer', 'clarify', 'escalate', 'abstain'] as const)('the prompt for “%s” renders with every slot filled', (outcome) => {
  for (const tenure of ['new', 'standard', 'expert'] as const) {
    const { system, user } = renderDraft(requestOf(kettle, { outcome, tenure, attempt: 1 }), 'n0nce');
    expect(`${system}${user}`).not.toContain('{{');
    expect(system).toContain('<<DATA n0nce>>');
    expect(system).toContain('"en"');
  }
});

test('tenure asks for more or for less, and changes nothing where it is not told', () => {
  const system = (tenure?: 'new' | 'standard' | 'expert') => renderDraft(requestOf(kettle, tenure ? { tenure } : {}), 'n').system;
  expect(system('new')).toContain('every step');
  expect(system('expert')).toContain('facts alone');
  expect(system('standard')).toBe(system());
});

test('a translation has a prompt of its own', () => {
  const { system } = renderDraft(requestOf(kettle, { translate: true, language: 'de' }), 'n');
  expect(system).toContain('Translate every source into the language with the code "de"');
  expect(system).not.toContain('{{');
});

test('untrusted text stays inside one JSON object between delimiters that only this request knows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 80 }), (question, title) => {
      const [source] = kettle;
      const made = renderDraft(requestOf([{ ...(source as (typeof kettle)[number]), title, text: question }], { question, subject: title }), 'secret-nonce');
      const [first, ...rest] = made.user.split('\n');
      expect(first).toBe('<<DATA secret-nonce>>');
      expect(rest.at(-1)).toBe('<<END secret-nonce>>');
      expect(rest.length).toBe(2);
      expect(JSON.parse(rest[0] ?? '')).toMatchObject({ question, subject: title });
      expect(rest[0]).not.toMatch(/[<>&|]/);
      // Instructions do not change with what a customer wrote.
      expect(made.system).toBe(renderDraft(requestOf(kettle, {}), 'secret-nonce').system);
    }),
  );
});

test('a prompt with a slot that nothing fills is refused before it is part of a release', () => {
  expect(promptsSchema.safeParse(defaultPrompts).success).toBe(true);
  for (const [name, text] of [
    ['draft.system', 'Hello {{customer_email}}'],
    ['draft.task.answer', 'Answer {{language}}'],
    ['draft.translate', '{{ task }}'],
  ] as const)
    expect(promptsSchema.safeParse({ ...defaultPrompts, [name]: text }).error?.issues[0]?.message, name).toContain('nothing fills');
  expect(releaseManifestSchema.safeParse({ ...manifest, prompts: { ...manifest.prompts, 'draft.system': '{{oops}}' } }).success).toBe(false);
});

/** A changed text gets the next version, and its line here. */
const TEXTS: Record<string, string> = { 'draft 3': '3513ba32ae0b2039', 'rewrite 1': 'c0d1f446a570815b', 'translate 1': 'd58b0a7f528c507b' };

test.each(Object.entries(promptFiles))('prompts “%s”: the text belongs to its version, and the release carries it', (name, { version, prompts }) => {
  const print = createHash('sha256').update(JSON.stringify(prompts)).digest('hex').slice(0, 16);
  expect(TEXTS[`${name} ${version}`]).toBe(print);
  expect(manifest.prompts['prompts.version']).toContain(`${name} ${version}`);
  for (const [key, text] of Object.entries(prompts)) expect(manifest.prompts[key]).toBe(text);
});
