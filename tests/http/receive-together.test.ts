/** Webhooks that share a call: every one is stored before it is answered, whatever happens to the call or to its caller. */
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import type { InboxEvent } from '../../worker/helpdesk-ports.ts';
import { receiveTogether } from '../../worker/http/receive-together.ts';

const event = (key: string, n: number): InboxEvent => ({ id: `evt_${n}`, dedupeKey: key, kind: 'ticket_created', ticketId: key, receivedAt: '' });

/** An inbox whose calls end when `answer` lets them; `stored` is what they kept, `calls` how many events each brought. */
function inbox(answer: (call: number) => Promise<void>) {
  const stored = new Set<string>();
  const calls: number[] = [];
  const receive = async (events: InboxEvent[]) => {
    calls.push(events.length);
    await answer(calls.length - 1);
    return events.map(({ dedupeKey }) => !stored.has(dedupeKey) && stored.add(dedupeKey) !== undefined);
  };
  const platform = { installation: () => ({ receive }) };
  return { stored, calls, receive: (e: InboxEvent) => receiveTogether(platform, 'zendesk:one', e, () => undefined) };
}

afterEach(() => {
  vi.useRealTimers();
});

test('what arrives while a call is under way goes together with the next', async () => {
  const first = Promise.withResolvers<void>();
  const box = inbox((call) => (call === 0 ? first.promise : Promise.resolve()));
  const answers = Array.from({ length: 250 }, (_, n) => box.receive(event(String(n), n)));
  first.resolve();
  expect(await Promise.all(answers)).toEqual(Array(250).fill(true));
  expect(box.calls).toEqual([1, 100, 100, 49]);
  expect(await box.receive(event('0', 1_000))).toBe(false);
});

test('whatever fails, what was answered is stored, and of equal ones one at most is new', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat(3)), { maxLength: 40 }),
      fc.array(fc.boolean()),
      fc.scheduler(),
      async (arrivals, failures, s) => {
        const box = inbox(async (call) => {
          await s.schedule(Promise.resolve());
          if (failures[call]) throw new Error('the object was reset');
        });
        const fresh = new Map<string, number>();
        const all = arrivals.map(async ([key, pause], n) => {
          for (let i = 0; i < pause; i++) await s.schedule(Promise.resolve());
          const isNew = await box.receive(event(String(key), n)).catch(() => null);
          if (isNew === null) return;
          expect(box.stored).toContain(String(key));
          if (isNew) fresh.set(String(key), (fresh.get(String(key)) ?? 0) + 1);
        });
        await s.waitFor(Promise.all(all));
        for (const times of fresh.values()) expect(times).toBe(1);
      },
    ),
    { numRuns: 200 },
  ));

test('a caller that is gone costs those who waited for it a moment, and the next nothing', async () => {
  vi.useFakeTimers();
  const box = inbox((call) => (call === 0 ? new Promise(() => undefined) : Promise.resolve()));
  void box.receive(event('gone', 0));
  const waiting = [box.receive(event('a', 1)), box.receive(event('b', 2))];
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await Promise.all(waiting)).toEqual([true, true]);
  expect(await box.receive(event('c', 3))).toBe(true);
  expect([...box.stored]).toEqual(['a', 'b', 'c']);
});
