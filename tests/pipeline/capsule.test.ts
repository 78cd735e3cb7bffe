import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEmbeddedDrafter } from '../../worker/adapters/embedded/embedded-drafter.ts';
import { createEmbeddedEmbedder } from '../../worker/adapters/embedded/embedded-embedder.ts';
import { buildSnapshot } from '../../worker/knowledge/build.ts';
import { loadSnapshot } from '../../worker/knowledge/snapshot/load-snapshot.ts';
import { type AssistInput, type AssistResult, assistTicket } from '../../worker/pipeline/assist-ticket.ts';
import { pseudonymous, recalledVault } from '../../worker/pipeline/capsule.ts';
import { createVault } from '../../worker/pipeline/normalize/vault.ts';
import { shopCorpus } from '../knowledge/support.ts';
import { manifest, ticketOf } from './support.ts';

const built = buildSnapshot(shopCorpus(60)).then(({ bytes, hash }) => loadSnapshot(bytes.slice().buffer, hash));
const asked = ticketOf('Hello,\nwhere is the refund of my money for the broken lamp? My card is 4111 1111 1111 1111, mail anna@berg.example.\nAnna', {
  subject: 'Refund not arrived yet',
  requester: { id: 'u-1', name: 'Anna Berg', email: 'anna@berg.example' },
});

type Subject = Pick<AssistInput, 'ticket' | 'recalled'>;
async function run(subject: Subject, startedAt: number): Promise<AssistResult> {
  const knowledge = await built;
  const context = {
    installation: 'test',
    release: { id: 'rel_test', manifest: { ...manifest, snapshot: knowledge.hash } },
    knowledge,
    reader: 'agent' as const,
    startedAt,
  };
  const deps = {
    clock: { now: () => startedAt },
    embedder: createEmbeddedEmbedder(),
    vectors: { name: 'none', query: async () => [], upsert: async () => {}, remove: async () => {} },
    drafters: [createEmbeddedDrafter()],
  };
  const stream = assistTicket(
    { ...(subject as { ticket: typeof asked }), context, suggestionId: `sug_${startedAt}`, traceId: `trc_${startedAt}`, attempt: 0, until: 'draft' },
    deps,
  );
  for (;;) {
    const { value, done } = await stream.next();
    if (done) return value as AssistResult;
  }
}

test('a run from the capsule comes to the same answer, on another day, without the person', async () => {
  const first = await run({ ticket: asked }, 1_000);
  const stored = JSON.parse(JSON.stringify(first.capsule)) as typeof first.capsule;
  expect(JSON.stringify(stored)).not.toMatch(/anna|berg\.example|4111/i);
  const again = await run({ recalled: stored }, 86_400_000);
  expect(again.answerHash).toBe(first.answerHash);
  expect(again.trace.answerHash).toBe(first.answerHash);
  expect(again.pseudonymous?.draft).toEqual(first.pseudonymous?.draft);
  expect(JSON.stringify([again.suggestion, first.pseudonymous])).not.toMatch(/anna|berg\.example|4111/i);
  expect(first.suggestion?.draft.text).toContain('Hello Anna,');
});

test('another question comes to another hash', async () => {
  const [a, b] = [await run({ ticket: asked }, 1_000), await run({ ticket: ticketOf('How do I return a lamp?') }, 1_000)];
  expect(a.answerHash).not.toBe(b.answerHash);
});

test('the vault for stages and the vault from a capsule know the same placeholders, and neither gives a value away', () => {
  const piece = fc.oneof(
    fc.constantFrom('⟦EMAIL_1⟧', '⟦EMAIL_2⟧', '⟦EMAIL_3⟧', '⟦NAME_1⟧', '⟦X_1⟧', '⟦EMAIL_0⟧', '⟦⟧', '⟦EMAIL_01⟧'),
    fc.string({ maxLength: 8 }).filter((text) => !/[⟦⟧]/.test(text)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const vault = createVault([]);
      vault.hide('write to anna@berg.example or to otto@kahn.example');
      const text = pieces.join('');
      const stages = pseudonymous(vault).restore(text);
      expect(recalledVault({ ...vault.counts }).restore(text)).toBe(stages);
      expect(stages).not.toMatch(/@/.test(text) ? /berg\.example/ : /@/);
      expect(vault.restore(stages)).toBe(vault.restore(text));
    }),
  );
});
