import { expect, test } from 'vitest';
import type { AssistRequest } from '#shared/assist';
import { createEmbeddedDrafter } from '../worker/adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from '../worker/adapters/embedded/embedded-embedder.ts';
import { fill } from '../worker/adapters/openai/draft-prompt.ts';
import { buildSnapshot } from '../worker/knowledge/build.ts';
import { loadSnapshot } from '../worker/knowledge/snapshot/load-snapshot.ts';
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

async function ask(request: AssistRequest, drafters: Drafter[] = [createEmbeddedDrafter()], asked = ticket) {
  const knowledge = await built;
  const context = {
    installation: 'test',
    release: { id: 'rel_test', manifest: { ...manifestFor(drafters), snapshot: knowledge.hash } },
    knowledge,
    reader: 'agent' as const,
    startedAt: 1_000,
  };
  const vectors = { name: 'none', query: async () => [], upsert: async () => {}, remove: async () => {} };
  return assist(request, { ticket: asked, agent: 'Bo Agent', context }, { clock: { now: () => 1_000 }, embedder: createEmbeddedEmbedder(), vectors, drafters });
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

test('every prompt of the release renders: no slot without a value, no value without a slot', () => {
  const slots = { open: 'O', close: 'C', language: 'en', maxSentences: '6', task: 'T', attempt: '' };
  const system = manifest.prompts['draft.system'] ?? '';
  for (const name of Object.keys(slots)) expect(system).toContain(`{{${name}}}`);
  for (const [name, prompt] of Object.entries(manifest.prompts))
    if (name.startsWith('draft.')) expect(fill(prompt, name === 'draft.system' ? slots : {}), name).not.toContain('{{');
  expect(() => fill('{{ticket}}', slots)).toThrow('{{ticket}}');
});
