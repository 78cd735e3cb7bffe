import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextEntry, verifyChain } from '../../worker/governance/audit/chain.ts';
import { checkpointHolds, checkpointKey, checkSignatures, signCheckpoint } from '../../worker/governance/audit/checkpoint.ts';
import { mutate, sampleChain } from '../benches/audit.ts';

test('a chain as written verifies, whatever stands in its entries', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          actor: fc.string(),
          action: fc.string(),
          subject: fc.string(),
          details: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
        }),
        { minLength: 1 },
      ),
      (facts) => {
        const entries = facts.reduce<ReturnType<typeof nextEntry>[]>(
          (chain, fact) => [...chain, nextEntry(chain.at(-1) ?? null, { at: '2026-01-01T00:00:00Z', ...fact })],
          [],
        );
        expect(verifyChain(entries, [])).toBeNull();
        // What storage gives back may have its keys in another order.
        const stored = entries.map((e) => JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(e).reverse()))));
        expect(verifyChain(stored, [])).toBeNull();
      },
    ),
  );
});

test('every kind of damage is seen, with the checkpoint of the head', () => {
  const { entries, checkpoint } = sampleChain(20);
  fc.assert(
    fc.property(
      fc.constantFrom('edit' as const, 'delete' as const, 'reorder' as const, 'truncate' as const, 'fork' as const),
      fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })),
      (kind, stream) => {
        const random = (): number => stream.next().value as number;
        expect(verifyChain(mutate(entries, kind, random), [checkpoint])).not.toBeNull();
      },
    ),
    { numRuns: 500 },
  );
});

test('without a checkpoint a cut tail passes: that is what checkpoints are for', () => {
  const { entries, checkpoint } = sampleChain(10);
  expect(verifyChain(entries.slice(0, 6), [])).toBeNull();
  expect(verifyChain(entries.slice(0, 6), [checkpoint])?.fault).toBe('cut');
});

test('a checkpoint holds only as signed', () => {
  const signed = signCheckpoint({ installation: 'zendesk:a', seq: 3, hash: 'ab', at: '2026-01-01T00:00:00Z' }, 'key');
  expect(checkpointHolds(signed, 'key')).toBe(true);
  expect(checkpointHolds(signed, 'other')).toBe(false);
  expect(checkpointHolds({ ...signed, seq: 4 }, 'key')).toBe(false);
  expect(checkpointHolds({ ...signed, installation: 'zendesk:b' }, 'key')).toBe(false);
  expect(checkpointHolds({ ...signed, signature: 'zz' }, 'key')).toBe(false);
});

test('after a change of the master key, what a key that is gone signed is named as such; anything else that does not hold is a fault', () => {
  const [old, now] = [btoa('the old key'), btoa('the present key')];
  const signed = (seq: number, masterKey: string, installation = 'zendesk:a') =>
    signCheckpoint({ installation, seq, hash: 'ab', at: '2026-01-01T00:00:00Z' }, checkpointKey(masterKey));
  const changed = [signed(3, old), signed(5, old), signed(8, now), signed(9, now)];
  const check = (checkpoints: typeof changed, keys = [now]) => checkSignatures(checkpoints, ['zendesk:a'], keys);
  expect(check(changed)).toEqual({ fault: null, signedUpTo: 9, keyGone: 2 });
  expect(check(changed, [now, old])).toEqual({ fault: null, signedUpTo: 9, keyGone: 0 });
  expect(check([])).toEqual({ fault: null, signedUpTo: null, keyGone: 0 });
  const faulty: [typeof changed, number][] = [
    [changed.slice(0, 2), 3],
    [[...changed, signed(12, old)], 12],
    [[signed(8, now), signed(9, old), signed(10, now)], 9],
    [[signed(3, old, 'zendesk:b'), ...changed], 3],
  ];
  for (const [checkpoints, seq] of faulty) expect(check(checkpoints).fault).toContain(`entry ${seq} was not signed`);
});
