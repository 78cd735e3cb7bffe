import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenPacer } from '../../worker/adapters/embedded/even-pacer.ts';
import { SourceError } from '../../worker/errors.ts';
import { virtualTime } from '../servers/recorded-server.ts';

test('in no window more than the share is used, whatever the limit turns out to be', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 5, max: 700 }),
      fc.integer({ min: 1_000, max: 60_000 }),
      fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 20, maxLength: 80 }),
      async (calls, perMs, pauses) => {
        const { clock, sleep, advance } = virtualTime(0);
        const pacer = evenPacer({ clock, sleep, maxHoldMs: Number.POSITIVE_INFINITY });
        const at: number[] = [];
        for (const pause of pauses) {
          advance(pause);
          await pacer.turn('a', { calls, perMs });
          at.push(clock.now());
          pacer.saw('a', { calls, perMs, remaining: calls });
        }
        for (const start of at) expect(at.filter((t) => t >= start && t < start + perMs).length).toBeLessThanOrEqual(Math.floor(calls * 0.3) + 1);
      },
    ),
    { numRuns: 50 },
  );
});

test('leaves the rest to others when they have used nearly all, and stays away as long as it is told', async () => {
  const { clock, sleep } = virtualTime(0);
  const pacer = evenPacer({ clock, sleep, maxHoldMs: 60_000 });
  await pacer.turn('a', { calls: 400, perMs: 60_000 });
  pacer.saw('a', { calls: 400, remaining: 12, resetMs: 41_000 });
  await pacer.turn('a', { calls: 400, perMs: 60_000 });
  expect(clock.now()).toBe(41_000);
  pacer.saw('a', { retryAfterMs: 90_000 });
  await expect(pacer.turn('a', { calls: 400, perMs: 60_000 })).rejects.toMatchObject({ fault: 'rate_limited', retryAfterMs: 90_000, retryable: true });
  await expect(pacer.turn('a', { calls: 400, perMs: 60_000 })).rejects.toBeInstanceOf(SourceError);
  // Another limit of the account is not touched by it.
  await expect(pacer.turn('b', { calls: 10, perMs: 60_000 })).resolves.toBeUndefined();
});
