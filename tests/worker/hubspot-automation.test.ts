/** What happens in a portal without anyone at the card: webhooks, the workflow action, installing and leaving. */
import { describe, expect, test } from 'vitest';
import action from '../../apps/hubspot/src/app/workflow-actions/triage-ticket-hsmeta.json' with { type: 'json' };
import { AppError } from '../../worker/errors.ts';
import type { InboxEvent } from '../../worker/helpdesk-ports.ts';
import { processEvent } from '../../worker/queue.ts';
import { reconcile } from '../../worker/service/reconcile.ts';
import { readAccess, writeAccess } from '../../worker/service/setup/hubspot-access.ts';
import { connectedPortal } from './support/connected-portal.ts';
import { exampleTicket, origin } from './support/harness.ts';
import { APP_ID, hubspotClientUnderTest, SECRET, v3 } from './support/hubspot.ts';

const { call, platform, portal, signed, workflow, record, at, at601, key, suggest, idOf } = connectedPortal();

describe('webhooks', () => {
  const event = (objectId: number, more: object = {}) => ({
    eventId: 1,
    subscriptionId: 5,
    portalId: 601,
    appId: Number(APP_ID),
    occurredAt: 1_700_000_000_000,
    subscriptionType: 'ticket.creation',
    attemptNumber: 0,
    objectId,
    changeSource: 'CRM_UI',
    ...more,
  });
  async function deliver(events: unknown, raw = JSON.stringify(events), send = call) {
    const now = String(Date.now());
    const signature = await v3(SECRET, 'POST', `${origin}/hubspot/webhooks`, raw, now);
    return send('POST', '/hubspot/webhooks', { raw, headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': now } });
  }
  const pending = async (portalId = '601') => (await platform.installation(`hubspot:${portalId}`).pendingEvents(1_000)).map((e) => e.ticketId);

  test('a batch that mixes portals reaches each its own; an unknown portal and a broken event spoil nothing', async () => {
    const answer = await deliver([event(1001), event(1002, { portalId: 602 }), event(1003, { portalId: 999 }), { nonsense: true }, null, event(1004)]);
    expect([answer.status, answer.json]).toEqual([200, { ok: true, received: 3, duplicate: 0, skipped: 0, malformed: 2, unknownPortal: 1, erased: 0 }]);
    expect(await pending()).toEqual(expect.arrayContaining(['1001', '1004']));
    expect(await pending('602')).toEqual(['1002']);
    expect(await platform.installation('hubspot:999').settings()).toBeNull();
  });

  test('repeated, out of order, with other attempt numbers: one event each', async () => {
    const batch = [event(1100, { occurredAt: 2 }), event(1100, { occurredAt: 1 }), event(1101, { eventId: 1 })];
    for (let i = 0; i < 5; i++) await deliver(batch.map((e) => ({ ...e, attemptNumber: i })).reverse());
    expect((await pending()).filter((id) => id === '1100')).toHaveLength(2);
    expect((await pending()).filter((id) => id === '1101')).toHaveLength(1);
  });

  test('a store that fails is told, so that HubSpot sends the batch again, and what another portal kept is not kept twice', async () => {
    let failing = true;
    const { call: faulty } = hubspotClientUnderTest({
      installation: (id) =>
        Object.assign(Object.create(platform.installation(id)), {
          receive: async (kept: InboxEvent[]) => {
            if (failing && id === 'hubspot:602') throw new Error('disk');
            return platform.installation(id).receive(kept);
          },
        }),
    });
    const batch = [event(1150), event(1151, { portalId: 602 }), event(1152)];
    expect((await deliver(batch, undefined, faulty)).status).toBeGreaterThanOrEqual(500);
    failing = false;
    expect((await deliver(batch, undefined, faulty)).json).toMatchObject({ received: 1, duplicate: 2 });
    for (const [portal, id] of [
      ['601', '1150'],
      ['602', '1151'],
      ['601', '1152'],
    ])
      expect((await pending(portal)).filter((one) => one === id)).toHaveLength(1);
  });

  test('equal event ids for different messages and properties are different events', async () => {
    await deliver(['a', 'b'].map((messageId) => event(1200, { subscriptionType: 'conversation.newMessage', messageId, messageType: 'MESSAGE' })));
    await deliver(['subject', 'content'].map((propertyName) => event(1201, { subscriptionType: 'ticket.propertyChange', propertyName })));
    expect((await pending()).filter((id) => id === 'thread:1200')).toHaveLength(2);
    expect((await pending()).filter((id) => id === '1201')).toHaveLength(2);
  });

  test.each([
    ['what Deskgraph wrote itself', { subscriptionType: 'ticket.propertyChange', propertyName: 'subject', changeSource: 'INTEGRATION', sourceId: APP_ID }],
    ['a change of its own property', { subscriptionType: 'ticket.propertyChange', propertyName: 'deskgraph_tags' }],
    ['an internal comment', { subscriptionType: 'conversation.newMessage', messageId: 'c', messageType: 'COMMENT' }],
    ['a welcome message', { subscriptionType: 'conversation.newMessage', messageId: 'w', messageType: 'WELCOME_MESSAGE' }],
    ['a deletion', { subscriptionType: 'ticket.deletion' }],
    ['something newer', { subscriptionType: 'object.creation', objectTypeId: '0-1' }],
  ])('%s is acknowledged and left alone', async (_, more) => {
    const before = await pending();
    const answer = await deliver([event(1300, more)]);
    expect([answer.status, answer.json]).toMatchObject([200, { skipped: 1, received: 0 }]);
    expect(await pending()).toEqual(before);
  });

  test('a hundred events are kept before the answer', async () => {
    const answer = await deliver(Array.from({ length: 100 }, (_, i) => event(2_000 + i)));
    expect(answer.json).toMatchObject({ received: 100 });
    expect((await pending()).filter((id) => /^20\d\d$/.test(id))).toHaveLength(100);
  });

  test.each([
    ['not JSON', 'nonsense', 400],
    ['over 1 MB', JSON.stringify([event(1, { padding: 'x'.repeat(1_100_000) })]), 413],
  ])('%s is refused', async (_, raw, status) => {
    expect((await deliver(null, raw as string)).status).toBe(status);
  });

  test('an event leads to tags on the ticket; a thread without a ticket ends there', async () => {
    portal.tickets.set('1400', exampleTicket('1400', 'I forgot my password and cannot sign in.') as never);
    await deliver([
      event(1400, { subscriptionType: 'conversation.newMessage', messageId: 'm', messageType: 'MESSAGE' }),
      event(1401, { subscriptionType: 'conversation.newMessage', messageId: 'n', messageType: 'MESSAGE' }),
    ]);
    const events = await record.pendingEvents(1_000);
    const process = (ticketId: string) =>
      processEvent({ installation: 'hubspot:601', eventId: events.find((e) => e.ticketId === ticketId)?.id ?? '' }, platform);
    expect(await process('thread:1400')).toBe('done');
    expect(await process('thread:1401')).toBe('obsolete');
    expect(await record.latestSuggestion('1400')).toMatchObject({ ticketId: '1400' });
  });

  test('what an agent made of the draft is noted when their reply comes by, and no other draft is prepared', async () => {
    const asked = exampleTicket('1430', 'I forgot my password and cannot sign in. How do I reset it?') as { messages: object[] };
    portal.tickets.set('1430', asked as never);
    const suggestionId = idOf(await suggest('1430'));
    const sent = (await record.suggestion(suggestionId))?.draft.text ?? '';
    const at = new Date(Date.now() + 1_000).toISOString();
    portal.tickets.set('1430', { ...asked, messages: [...asked.messages, { id: 'r', role: 'agent', at, text: sent, public: true }] } as never);
    await deliver([event(1430, { subscriptionType: 'conversation.newMessage', messageId: 'r', messageType: 'MESSAGE' })]);
    const waiting = (await record.pendingEvents(1_000)).find((e) => e.ticketId === 'thread:1430');
    expect(await processEvent({ installation: 'hubspot:601', eventId: waiting?.id ?? '' }, platform)).toBe('done');
    const trace = await record.trace((await record.suggestion(suggestionId))?.traceId ?? '');
    expect(trace?.feedback).toEqual([expect.objectContaining({ kind: 'sent' })]);
    expect((await record.latestSuggestion('1430'))?.suggestionId).toBe(suggestionId);
  });

  test('a ticket outside of the pipelines and channels turned on is left alone', async () => {
    portal.tickets.set('1410', exampleTicket('1410', 'I forgot my password and cannot sign in.') as never);
    await signed('/hubspot/settings/save', { access: { scope: { pipelines: ['5'] }, roles: {} } }, at601);
    await deliver([event(1410)]);
    const waiting = (await record.pendingEvents(1_000)).find((e) => e.ticketId === '1410');
    expect(await processEvent({ installation: 'hubspot:601', eventId: waiting?.id ?? '' }, platform)).toBe('obsolete');
    expect(await record.latestSuggestion('1410')).toBeNull();
    await signed('/hubspot/settings/save', { access: { scope: {}, roles: {} } }, at601);
  });

  test('what was never delivered is found by reading what changed, once', async () => {
    const now = new Date().toISOString();
    const changed = (id: string, more: object = {}) => ({ id, createdAt: now, updatedAt: now, status: 'open', tags: [], ...more });
    portal.changed = [changed('1420'), changed('1421', { status: 'closed' }), changed('1422', { createdAt: '2026-01-01T00:00:00Z' })];
    const quiet = { ...platform, wake: async () => undefined };
    expect(await reconcile(quiet, 'hubspot:601')).toMatchObject({ read: 3, recovered: 1 });
    expect(await reconcile(quiet, 'hubspot:601')).toMatchObject({ recovered: 0 });
    expect((await record.pendingEvents(1_000)).filter((e) => e.ticketId === '1420')).toHaveLength(1);
  });

  test('a contact’s privacy deletion erases what was kept of them', async () => {
    portal.tickets.set('1500', { ...(exampleTicket('1500', 'I forgot my password.') as object), requester: { id: '88', name: 'Pat', email: null } } as never);
    const suggestionId = idOf(await suggest('1500'));
    expect(await record.suggestion(suggestionId)).not.toBeNull();
    expect((await deliver([event(88, { subscriptionType: 'contact.privacyDeletion' })])).json).toMatchObject({ erased: 1 });
    expect(await record.suggestion(suggestionId)).toBeNull();
  });
});

describe('the workflow action', () => {
  const request = (callbackId: string, more: object = {}) => ({
    callbackId,
    origin: { portalId: 601, actionDefinitionId: 1 },
    context: { source: 'WORKFLOWS', workflowId: 2 },
    object: { objectId: 35, objectType: 'TICKET' },
    inputFields: {},
    ...more,
  });

  test('answers what the ticket is about, and repeats itself for the same callback', async () => {
    const before = portal.fetched;
    const answers = [await workflow(request('ap-601-1')), await workflow(request('ap-601-1'))];
    expect(answers.map((a) => a.status)).toEqual([200, 200]);
    expect(answers[0]?.json).toEqual(answers[1]?.json);
    expect(answers[0]?.json).toMatchObject({ outputFields: { hs_execution_state: 'SUCCESS', needs_person: 'false' } });
    expect(portal.fetched - before).toBe(1);
    // The fields that the action declares, and no others.
    const declared = action.config.outputFields.map(({ typeDefinition }) => typeDefinition.name).filter((name) => name !== 'reason');
    expect(Object.keys(answers[0]?.json.outputFields ?? {}).sort()).toEqual([...declared, 'hs_execution_state'].sort());
    expect((await workflow(request('ap-601-1', { object: { objectId: 36, objectType: 'TICKET' } }))).status).toBe(409);
  });

  test('lets the workflow go on when the ticket cannot be triaged, and asks again for what may pass', async () => {
    expect((await workflow(request('ap-601-2', { object: { objectId: 404, objectType: 'TICKET' } }))).json).toMatchObject({
      outputFields: { hs_execution_state: 'FAIL_CONTINUE' },
    });
    expect((await workflow(request('ap-601-3', { object: { objectId: 35, objectType: 'CONTACT' } }))).json).toMatchObject({
      outputFields: { hs_execution_state: 'FAIL_CONTINUE' },
    });
    portal.failWith = new AppError('rate_limited', 'HubSpot asks for a pause.', { retryable: true });
    const answer = await workflow(request('ap-601-4'));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '5000']);
    portal.failWith = null;
    expect((await workflow(request('ap-601-4'))).status).toBe(200);
  });

  test('takes the number of a ticket from an agent, who has none enrolled', async () => {
    const agent = (callbackId: string, inputFields: object, object?: object | null) => workflow({ ...request(callbackId, { inputFields }), object });
    expect((await agent('ap-601-5', { ticket_id: 35, add_tags: 'false' })).json).toMatchObject({ outputFields: { hs_execution_state: 'SUCCESS' } });
    expect((await agent('ap-601-6', { ticket_id: '35' }, null)).json).toMatchObject({ outputFields: { hs_execution_state: 'SUCCESS' } });
    for (const ticket_id of [undefined, '', 'x', '../35', -1, 3.5])
      expect((await agent(`ap-601-7-${ticket_id}`, { ticket_id })).json).toMatchObject({ outputFields: { hs_execution_state: 'FAIL_CONTINUE' } });
    // The enrolled one counts, whatever the field says.
    const before = portal.fetched;
    await agent('ap-601-8', { ticket_id: 404 }, { objectId: 35 });
    expect(portal.fetched).toBe(before + 1);
  });

  test('leaves a ticket alone that lies outside of what the admin turned on', async () => {
    const access = await readAccess(record);
    await writeAccess(record, { ...access, scope: { ...access.scope, channels: ['phone'] } });
    expect((await workflow(request('ap-601-9'))).json).toMatchObject({
      outputFields: { hs_execution_state: 'FAIL_CONTINUE', reason: 'Deskgraph is not turned on for this ticket.' },
    });
    await writeAccess(record, access);
  });

  test('of a portal that is not connected finds nothing', async () => {
    expect((await workflow(request('ap-9', { origin: { portalId: 999 } }))).status).toBe(404);
  });
});

describe('installing and leaving', () => {
  const begin = async () => new URL((await call('GET', '/hubspot/oauth/start')).headers.get('location') ?? '').searchParams.get('state') ?? '';
  const finish = (state: string, code = 'code-603') => call('GET', `/hubspot/oauth/callback?state=${encodeURIComponent(state)}&code=${code}`);

  test('a state that is missing, forged or used before connects nothing', async () => {
    expect((await finish('')).status).toBe(401);
    expect((await finish('forged')).status).toBe(401);
    const state = await begin();
    expect((await finish(state)).status).toBe(200);
    expect((await finish(state)).status).toBe(401);
    expect(await platform.installation('hubspot:603').settings()).toMatchObject({ platform: 'hubspot', accountId: '603' });
  });

  test('removing ends the installation at HubSpot and here', async () => {
    expect((await signed('/hubspot/settings/uninstall', {}, { portal: '603' })).json.error?.code).toBe('invalid_request');
    expect((await signed('/hubspot/settings/uninstall', { confirm: true }, { portal: '603' })).json.error).toBeUndefined();
    expect(portal.uninstalled).toEqual(['access-code-603']);
    expect((await signed(at('suggestion'), { ticketId: '35', key: key() }, { portal: '603' })).json.error?.code).toBe('unknown_installation');
    expect((await signed('/hubspot/settings/read', {}, at601)).json.error).toBeUndefined();
  });
});
