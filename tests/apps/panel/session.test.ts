import { expect, test } from 'vitest';
import { createSession } from '../../../apps/panel/session.ts';
import { apiError, settle } from './panel-bench.ts';

const minute = 60_000;

/** A clock and one timer, turned by hand. */
function clockwork(renew: (now: number) => Promise<{ token: string; expiresAt: string }>) {
  let now = 0;
  let due: { at: number; run: () => void } | null = null;
  let ended = 0;
  const at = (ms: number) => new Date(ms).toISOString();
  const session = createSession({
    initial: { token: 't0', expiresAt: at(15 * minute) },
    renew: () => renew(now),
    onEnded: () => ended++,
    now: () => now,
    timers: {
      set: (run, ms) => {
        due = { at: now + ms, run };
        return due;
      },
      clear: (handle) => {
        if (due === handle) due = null;
      },
    },
  });
  async function advanceTo(ms: number): Promise<void> {
    while (due && due.at <= ms) {
      const { at: when, run } = due;
      due = null;
      now = when;
      run();
      await settle();
    }
    now = ms;
  }
  return { session, advanceTo, ended: () => ended, jump: (ms: number) => (now = ms), waiting: () => due !== null };
}

test('renews before the token ends, for as long as the Worker does', async () => {
  let renewals = 0;
  const { session, advanceTo, ended, waiting } = clockwork(async (now) => ({ token: `t${++renewals}`, expiresAt: new Date(now + 15 * minute).toISOString() }));
  await advanceTo(12 * minute);
  expect([session.token(), renewals]).toEqual(['t0', 0]);
  await advanceTo(13 * minute);
  expect(session.token()).toBe('t1');
  await advanceTo(11 * 60 * minute);
  expect([renewals > 40, ended()]).toEqual([true, 0]);
  await advanceTo(13 * 60 * minute);
  expect([ended(), waiting()]).toEqual([1, false]);
});

test('tries again after a broken network, and ends with the token at the latest', async () => {
  let tries = 0;
  const { advanceTo, ended } = clockwork(async () => {
    tries++;
    throw apiError('network');
  });
  await advanceTo(14 * minute);
  expect([tries > 2, ended()]).toEqual([true, 0]);
  await advanceTo(20 * minute);
  expect(ended()).toBe(1);
});

test('a refused renewal ends the session once', async () => {
  const { advanceTo, ended } = clockwork(async () => {
    throw apiError('token_expired', false);
  });
  await advanceTo(60 * minute);
  expect(ended()).toBe(1);
});

test('after sleep, looks at once', async () => {
  const { session, jump, ended } = clockwork(async () => ({ token: 'late', expiresAt: new Date(60 * minute).toISOString() }));
  jump(14 * minute);
  session.check();
  await settle();
  expect([session.token(), ended()]).toEqual(['late', 0]);
  jump(90 * minute);
  session.check();
  await settle();
  expect(ended()).toBe(1);
});

test('a stopped session asks no more', async () => {
  let renewals = 0;
  const { session, advanceTo, ended } = clockwork(async () => ({ token: `t${++renewals}`, expiresAt: new Date(0).toISOString() }));
  session.stop();
  await advanceTo(60 * minute);
  expect([renewals, ended()]).toEqual([0, 0]);
});
