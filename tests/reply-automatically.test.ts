/** The last guards before a reply goes out without a person, each broken once. */
import { expect, test } from 'vitest';
import { AppError } from '../worker/errors.ts';
import type { Effect, Helpdesk, InboxEvent } from '../worker/helpdesk-ports.ts';
import { autoReplyPrefix, autoReplyQuota, requesterPrefix } from '../worker/service/automatic-effects.ts';
import { replyAutomatically } from '../worker/service/reply-automatically.ts';

const DAY = 24 * 3_600_000;
type World = { kind?: InboxEvent['kind']; earlier?: { key: string; at: number }[]; stopped?: boolean; takesNone?: boolean; fails?: AppError };

/** An installation's ledger in memory, and a helpdesk that keeps what is sent. */
function worldOf({ kind = 'ticket_created', earlier = [], stopped = false, takesNone = false, fails }: World) {
  const sent: string[] = [];
  const effects = new Map<string, Effect>();
  const attempts = [...earlier];
  const now = 10 * DAY;
  const record = {
    countEffects: async (prefix: string, since: number) => attempts.filter(({ key, at }) => key.startsWith(prefix) && at >= since).length,
    planEffect: async (given: Omit<Effect, 'status' | 'attempts'>) => {
      const effect = effects.get(given.key) ?? { ...given, status: 'planned' as const, attempts: 0 };
      effects.set(given.key, effect);
      return effect;
    },
    claimEffect: async (id: string) => {
      if (stopped) throw new AppError('actions_stopped', 'An admin has stopped all actions.');
      const effect = [...effects.values()].find((each) => each.id === id);
      return effect ? Object.assign(effect, { status: 'sent' as const, attempts: effect.attempts + 1 }) : null;
    },
    markEffect: async (id: string, status: Effect['status']) => {
      const effect = [...effects.values()].find((each) => each.id === id);
      if (!effect) return;
      effect.status = status;
      attempts.push({ key: effect.key, at: now });
    },
  };
  const automaticReplies = {
    async send(ticketId: string) {
      if (fails) throw fails;
      sent.push(ticketId);
    },
    sent: async () => false,
  };
  const helpdesk = { platform: 'zendesk', ...(takesNone ? {} : { automaticReplies }) } as unknown as Helpdesk;
  const reply = (ticketId: string, requesterId = 'u-1') =>
    replyAutomatically(
      { key: `${requesterPrefix(requesterId)}${ticketId}`, kind: 'auto_reply', ticketId, payload: { autoReply: { text: 'Three days.', lastMessageId: 'm' } } },
      { kind, requesterId },
      { record, helpdesk, clock: { now: () => now }, ids: { next: (prefix) => `${prefix}_${effects.size}` } },
    );
  return { sent, effects, reply };
}

const before = (prefix: string, n: number, at: number) => Array.from({ length: n }, (_, i) => ({ key: `${prefix}${i}`, at }));
const recent = 10 * DAY - 1_000;

test('a new ticket gets one reply, however often its event is carried out', async () => {
  const { sent, reply } = worldOf({});
  await reply('7');
  await reply('7');
  expect(sent).toEqual(['7']);
});

test.each<[string, World]>([
  ['the customer wrote again, or opened the ticket again', { kind: 'ticket_updated' }],
  ['the installation’s quota is used up', { earlier: before(`${autoReplyPrefix}x:`, autoReplyQuota.installation, recent) }],
  ['the requester’s quota is used up', { earlier: before(requesterPrefix('u-1'), autoReplyQuota.requester, recent) }],
  ['the kill switch is on', { stopped: true }],
  ['the helpdesk takes none', { takesNone: true }],
  ['the ticket moved on', { fails: new AppError('conflict', 'moved on', { retryable: false }) }],
])('none when %s, and the event goes on', async (_, world) => {
  const { sent, reply } = worldOf(world);
  await expect(reply('7')).resolves.toBeUndefined();
  expect(sent).toEqual([]);
});

test('replies of more than a day ago, and to others, do not count against a requester', async () => {
  const old = before(requesterPrefix('u-1'), autoReplyQuota.requester, 9 * DAY - 1_000);
  const others = before(requesterPrefix('u-2'), autoReplyQuota.requester, recent);
  const { sent, reply } = worldOf({ earlier: [...old, ...others] });
  await reply('7');
  expect(sent).toEqual(['7']);
});

test('four tickets of one requester within a day get three replies', async () => {
  const { sent, reply } = worldOf({});
  for (const ticket of ['1', '2', '3', '4']) await reply(ticket);
  expect(sent).toEqual(['1', '2', '3']);
});

test('an outcome nobody knows is never repeated', async () => {
  const { sent, effects, reply } = worldOf({ fails: new AppError('upstream_failed', 'lost', { retryable: true }) });
  await reply('7');
  expect([...effects.values()].map(({ status }) => status)).toEqual(['sent']);
  await reply('7');
  expect([...effects.values()].map(({ status }) => status)).toEqual(['failed']);
  await reply('7');
  expect(sent).toEqual([]);
});
