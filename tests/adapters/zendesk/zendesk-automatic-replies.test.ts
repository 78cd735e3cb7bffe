import { expect, test } from 'vitest';
import { defaultFieldMap } from '../../../worker/adapters/zendesk/to-ticket.ts';
import { zendeskHelpdesk } from '../../../worker/adapters/zendesk/zendesk-helpdesk.ts';
import type { Effect } from '../../../worker/helpdesk-ports.ts';
import { carryOut, type Intent } from '../../../worker/service/effects.ts';
import { fakeZendesk } from './fake-zendesk.ts';

let count = 0;
function connect() {
  const zendesk = fakeZendesk();
  zendesk.comments.splice(1);
  const helpdesk = zendeskHelpdesk({ origin: `https://auto-${count++}.test/base`, token: 't', fieldMap: defaultFieldMap, fetch: zendesk.fetch });
  const { automaticReplies } = helpdesk;
  if (!automaticReplies) throw new Error('Zendesk takes automatic replies');
  return { zendesk, helpdesk, automaticReplies, replies: () => zendesk.comments.slice(1).filter((c) => c.public) };
}
const reply = { text: 'It comes within three days.', lastMessageId: '1' };

test('a reply is public, and its marker is nothing the customer reads', async () => {
  const { automaticReplies, replies } = connect();
  await automaticReplies.send('35', reply, 'deskgraph:eff_1');
  expect(replies().map((c) => c.plain_body)).toEqual([reply.text]);
  expect(await automaticReplies.sent('35', 'deskgraph:eff_1')).toBe(true);
  expect(await automaticReplies.sent('35', 'deskgraph:eff_2')).toBe(false);
});

test('never a second one, never after an agent, never to an agent, never when the ticket has moved on', async () => {
  const refused = async (change: (zendesk: ReturnType<typeof fakeZendesk>) => void) => {
    const { zendesk, automaticReplies, replies } = connect();
    change(zendesk);
    const before = replies().length;
    await expect(automaticReplies.send('35', reply, 'm')).rejects.toMatchObject({ code: 'conflict' });
    expect(replies()).toHaveLength(before);
  };
  await refused((z) => void z.comments.push({ id: 9, author_id: 502, plain_body: 'On it.', public: true, created_at: '2026-01-02T00:00:00Z' }));
  await refused((z) => void z.comments.push({ id: 9, author_id: 502, plain_body: 'Mine.', public: false, created_at: '2026-01-02T00:00:00Z' }));
  await refused((z) => void z.comments.push({ id: 9, author_id: 501, plain_body: 'Never mind!', public: true, created_at: '2026-01-02T00:00:00Z' }));
  await refused((z) => {
    z.ticket.requester_id = 502;
  });
  await refused((z) => {
    z.ticket.status = 'solved';
  });
  await refused((z) => z.interfere());
  const { automaticReplies, replies } = connect();
  await automaticReplies.send('35', reply, 'm');
  await expect(automaticReplies.send('35', reply, 'm')).rejects.toMatchObject({ code: 'conflict' });
  expect(replies()).toHaveLength(1);
});

test.each([true, false])('an unknown outcome (carried out: %s) is looked into, and nothing is sent again', async (carriedOut) => {
  const { zendesk, helpdesk, replies } = connect();
  const effects = new Map<string, Effect>();
  const record = {
    planEffect: async (given: Omit<Effect, 'status' | 'attempts'>) => {
      const effect = effects.get(given.key) ?? { ...given, status: 'planned' as const, attempts: 0 };
      effects.set(given.key, effect);
      return effect;
    },
    claimEffect: async (id: string) => {
      const effect = [...effects.values()].find((e) => e.id === id);
      return effect ? Object.assign(effect, { status: 'sent' as const, attempts: effect.attempts + 1 }) : null;
    },
    markEffect: async (id: string, status: Effect['status']) => void Object.assign([...effects.values()].find((e) => e.id === id) ?? {}, { status }),
  };
  const intent: Intent = { key: 'auto_reply:x:35', kind: 'auto_reply', ticketId: '35', payload: { autoReply: reply } };
  const deps = { record, helpdesk, ids: { next: (prefix: string) => `${prefix}_${effects.size}` } };
  if (carriedOut) zendesk.loseNextAnswer();
  else
    zendesk.faults.push(...[0, 1].map(() => () => Response.json({ ticket: zendesk.ticket, users: [{ id: 501, role: 'end-user' }], comments: [] })), () =>
      Promise.reject(new TypeError('lost')),
    );
  await expect(carryOut(intent, deps)).rejects.toMatchObject({ code: 'upstream_failed' });
  expect((await carryOut(intent, deps)).status).toBe(carriedOut ? 'confirmed' : 'failed');
  await carryOut(intent, deps);
  expect(replies()).toHaveLength(carriedOut ? 1 : 0);
});
