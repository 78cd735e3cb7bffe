import { expect, test } from 'vitest';
import { type AssistRequestInput, assistRequestSchema } from '#shared/assist';
import { createEmbeddedDrafter } from '../worker/adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from '../worker/adapters/embedded/embedded-embedder.ts';
import { buildSnapshot } from '../worker/knowledge/build.ts';
import { loadSnapshot } from '../worker/knowledge/snapshot/load-snapshot.ts';
import type { RunContext } from '../worker/pipeline/types.ts';
import type { Drafter, DraftRequest } from '../worker/ports.ts';
import { assist } from '../worker/service/abilities/index.ts';
import { shopCorpus } from './knowledge/support.ts';
import { manifest, manifestFor, ticketOf } from './pipeline/support.ts';

const corpus = shopCorpus(60);
const macro = {
  ...corpus.macros[0],
  id: 'm-thanks',
  title: 'Thanks',
  text: 'Hi {{ticket.requester.first_name}}, about #{{ticket.id}}: {{ticket.assignee.mood}}. {{current_user.name}}',
  locale: 'en',
};
const built = buildSnapshot({ ...corpus, macros: [...corpus.macros, macro as (typeof corpus.macros)[number]] }).then(({ bytes, hash }) =>
  loadSnapshot(bytes.slice().buffer, hash),
);
const ticket = ticketOf('Hello,\nwhere is the refund of my money for the broken lamp? Mail anna@berg.example.\nAnna', {
  subject: 'Refund not arrived yet',
  requester: { id: 'u-1', name: 'Anna Berg', email: 'anna@berg.example' },
});

async function ask(request: AssistRequestInput, drafters: Drafter[] = [createEmbeddedDrafter()], asked = ticket, more: Partial<RunContext> = {}) {
  const knowledge = await built;
  const context = {
    installation: 'test',
    release: { id: 'rel_test', manifest: { ...manifestFor(drafters), snapshot: knowledge.hash } },
    knowledge,
    reader: 'agent' as const,
    startedAt: 1_000,
    ...more,
  };
  const vectors = { name: 'none', query: async () => [], upsert: async () => {}, remove: async () => {} };
  return assist(
    assistRequestSchema.parse(request),
    { ticket: asked, agent: 'Bo Agent', context },
    { clock: { now: () => 1_000 }, embedder: createEmbeddedEmbedder(), vectors, drafters },
  );
}

/** A model that says the sources' first sentence; what it was asked is kept. */
function quoting(seen: DraftRequest[]): Drafter {
  return {
    name: 'model',
    model: 'scripted',
    async *draft(request) {
      seen.push(request);
      for (const source of request.sources.slice(0, 2)) yield { kind: 'statement', text: source.text.split(/(?<=[.!?])\s+/)[0] ?? '', citations: [source.n] };
    },
  };
}

test('without a model: shorter is fewer of the same cited sentences, and what only a model can do says so', async () => {
  const short = await ask({ ability: 'shorter' });
  expect(short.by.drafter).toBe('extractive');
  expect(short.citations.length).toBeGreaterThan(0);
  expect(short.degraded).toContain('No language model');
  expect(short.text).toContain('Anna');
  expect(short.text).not.toContain('⟦');
  for (const request of [{ ability: 'friendlier' }, { ability: 'formal' }, { ability: 'translate', language: 'de' }] as const)
    await expect(ask(request)).rejects.toMatchObject({ code: 'needs_model', retryable: false });
});

test('with a model: the ability’s own prompt is asked, no personal data leaves, and what comes back is grounded', async () => {
  const seen: DraftRequest[] = [];
  const warm = await ask({ ability: 'friendlier' }, [quoting(seen), createEmbeddedDrafter()]);
  expect(warm.by).toEqual({ drafter: 'model', model: 'scripted' });
  expect(warm.degraded).toBeNull();
  expect(seen[0]?.prompts['draft.task.answer']).toBe(manifest.prompts['draft.ability.friendlier']);
  expect(JSON.stringify([seen[0]?.question, seen[0]?.subject])).not.toMatch(/anna@berg|Anna/);
  const liar: Drafter = {
    ...quoting([]),
    async *draft() {
      yield { kind: 'statement', text: 'You get 9,999 dollars today.', citations: [1] };
    },
  };
  await expect(ask({ ability: 'formal' }, [liar, createEmbeddedDrafter()])).rejects.toMatchObject({ code: 'needs_model', retryable: true });
});

test('a translation is asked for in the language wanted', async () => {
  const seen: DraftRequest[] = [];
  await ask({ ability: 'translate', language: 'de' }, [quoting(seen), createEmbeddedDrafter()]).catch(() => undefined);
  expect(seen[0]?.language).toBe('de');
});

test('a summary, a hand-over note, and questions need no model', async () => {
  expect((await ask({ ability: 'summarize' })).text.length).toBeGreaterThan(10);
  expect((await ask({ ability: 'handover' })).text).toContain('Summary');
  expect((await ask({ ability: 'clarify' })).text).toMatch(/\?/);
});

test('a question of the agent is answered with citations; a fact comes with its passage or not at all', async () => {
  const fact = await ask({ ability: 'answer', text: 'How does a customer get a refund?' });
  expect(fact.citations.length).toBeGreaterThan(0);
  const [sentence = ''] = fact.text.replace(/^- /, '').split('\n');
  expect((await ask({ ability: 'add_fact', text: sentence })).citations.length).toBe(1);
  await expect(ask({ ability: 'add_fact', text: 'Our founder plays the bassoon on Thursdays.' })).rejects.toMatchObject({ code: 'not_found' });
});

test('a macro is filled from the ticket; what nothing fills is shown to the agent', async () => {
  const filled = await ask({ ability: 'fill_macro', macroId: 'm-thanks' });
  expect(filled.text).toBe('Hi Anna, about #t-1: [ticket.assignee.mood]. Bo Agent');
  expect(filled.degraded).toContain('ticket.assignee.mood');
  await expect(ask({ ability: 'fill_macro', macroId: 'none' })).rejects.toMatchObject({ code: 'not_found' });
});

const message =
  'Guten Tag,\nmeine Lampe BL-4410 kam am 3. November an und flackert seit 2 Tagen.\n- Stecker geprüft\n- Birne getauscht\nMail: anna@berg.example';
const german = ticketOf(message, { subject: 'Lampe flackert', requester: { id: 'u-1', name: 'Anna Berg', email: 'anna@berg.example' } });

/** A model that says each line by a dictionary, or with what a test does to it. */
function translating(seen: DraftRequest[], words: Record<string, string>, spoil = (text: string) => text): Drafter {
  return {
    name: 'model',
    model: 'scripted',
    async *draft(request) {
      seen.push(request);
      for (const { n, text } of request.sources) yield { kind: 'statement', text: spoil(words[text] ?? text), citations: [n] };
    },
  };
}
const toEnglish = {
  'Guten Tag,': 'Good day,',
  'meine Lampe BL-4410 kam am 3. November an und flackert seit 2 Tagen.': 'my lamp BL-4410 arrived on 3 November and has been flickering for 2 days.',
  'Stecker geprüft': 'checked the plug',
  'Birne getauscht': 'changed the bulb',
};

test('the customer’s message in the agent’s language: line by line, marks kept, no personal data leaves', async () => {
  const seen: DraftRequest[] = [];
  const read = await ask({ ability: 'translate', language: 'en', of: 'message' }, [translating(seen, toEnglish), createEmbeddedDrafter()], german);
  expect(read.text).toBe(
    'Good day,\nmy lamp BL-4410 arrived on 3 November and has been flickering for 2 days.\n- checked the plug\n- changed the bulb\nMail: anna@berg.example',
  );
  expect(read).toMatchObject({ language: 'en', by: { drafter: 'model', model: 'scripted' }, degraded: null, citations: [] });
  expect(seen[0]).toMatchObject({ translate: true, language: 'en', question: '', subject: '' });
  expect(JSON.stringify(seen[0]?.sources)).not.toContain('anna@berg');
});

test('the agent’s own text in the customer’s language', async () => {
  const seen: DraftRequest[] = [];
  const inGerman = (text: string) => text.replace('Please send the lamp back within 14 days', 'Bitte senden Sie die Lampe innerhalb von 14 Tagen zurück');
  const asked = { ability: 'translate', language: 'de', of: 'text', text: 'Please send the lamp back within 14 days, Anna Berg.' } as const;
  const written = await ask(asked, [translating(seen, {}, inGerman), createEmbeddedDrafter()], german);
  expect(written.text).toBe('Bitte senden Sie die Lampe innerhalb von 14 Tagen zurück, Anna Berg.');
  expect(JSON.stringify(seen[0]?.sources)).not.toContain('Berg');
});

test.each([
  ['another number', (text: string) => text.replace('3 ', '13 ')],
  ['a link of its own', (text: string) => `${text} https://evil.example/pay`],
  ['a bare link of its own', (text: string) => `${text} evil-pay.com`],
  ['a placeholder less', (text: string) => text.replace(/⟦.*?⟧/, '')],
  ['nothing for a line', (text: string) => (text === 'checked the plug' ? '' : text)],
  ['much more than was said', (text: string) => `${text} ${'And you will get all your money back today. '.repeat(8)}`],
])('a translation with %s is none', async (_, spoil) => {
  const drafters = [translating([], toEnglish, spoil), createEmbeddedDrafter()];
  await expect(ask({ ability: 'translate', language: 'en', of: 'message' }, drafters, german)).rejects.toMatchObject({ code: 'needs_model', retryable: true });
});

test('a second model stands in for one that changes what was said; a text that is in the language already needs none', async () => {
  const liar = translating([], toEnglish, (text) => text.replace('2 days', '9 days'));
  const read = await ask({ ability: 'translate', language: 'en', of: 'message' }, [liar, translating([], toEnglish), createEmbeddedDrafter()], german);
  expect(read.text).toContain('2 days');
  await expect(ask({ ability: 'translate', language: 'de', of: 'message' }, [liar], german)).rejects.toMatchObject({ code: 'conflict' });
  await expect(ask({ ability: 'translate', language: 'de', of: 'text', text: ' ' }, [liar], german)).rejects.toMatchObject({ code: 'conflict' });
  await expect(ask({ ability: 'translate', language: 'en', of: 'message' }, undefined, german)).rejects.toMatchObject({
    code: 'needs_model',
    retryable: false,
  });
});

test('rewriting keeps to what its reader may see', async () => {
  const seen: DraftRequest[] = [];
  await ask({ ability: 'friendlier' }, [quoting(seen), createEmbeddedDrafter()], ticket, { reader: 'restricted', tenure: 'expert' });
  expect(seen[0]?.tenure).toBe('expert');
  expect(seen[0]?.sources.some(({ kind }) => kind === 'resolution')).toBe(false);
});
