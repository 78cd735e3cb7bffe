import { expect, test } from 'vitest';
import { defaultFieldMap } from '../../../worker/adapters/zendesk/to-ticket.ts';
import { zendeskHelpdesk } from '../../../worker/adapters/zendesk/zendesk-helpdesk.ts';

const ticketFields = [
  { id: 11, type: 'tagger', custom_field_options: [{ name: 'Devices::Loom Hub', value: 'loom_hub' }] },
  { id: 12, type: 'text' },
  { id: 13, type: 'text' },
  { id: 14, type: 'integer' },
  { id: 15, type: 'text', active: false },
];

/** Zendesk with one ticket; refuses the first `conflicts` writes, as when someone saved it meanwhile. */
function helpdesk(conflicts = 0) {
  const written: unknown[] = [];
  const send = (async (input: RequestInfo | URL, init?: RequestInit) => {
    if (String(input).includes('ticket_fields')) return Response.json({ ticket_fields: ticketFields });
    if (init?.method !== 'PUT')
      return Response.json({
        ticket: {
          id: 1,
          updated_at: 'then',
          custom_fields: [
            { id: 13, value: 'kept' },
            { id: 12, value: '' },
          ],
        },
      });
    if (conflicts-- > 0) return Response.json({ error: 'UpdateConflict' }, { status: 409 });
    written.push(JSON.parse(String(init.body)));
    return Response.json({ ticket: { id: 1 } });
  }) as typeof fetch;
  return { written, desk: zendeskHelpdesk({ origin: `https://fields-${conflicts}.zendesk.com`, token: 't', fieldMap: defaultFieldMap, fetch: send }) };
}
const wanted = { 11: 'Loom Hub', 12: '2.4', 13: '123456', 14: '5', 15: 'x', 99: 'x' };

test.each([0, 1])('fields are filled in where they are empty, in the words the account has for them (%i conflicts)', async (conflicts) => {
  const { desk, written } = helpdesk(conflicts);
  expect(await desk.fillFields?.('1', wanted)).toEqual(['11', '12']);
  expect(written).toEqual([
    {
      ticket: {
        custom_fields: [
          { id: 11, value: 'loom_hub' },
          { id: 12, value: '2.4' },
        ],
        updated_stamp: 'then',
        safe_update: true,
      },
    },
  ]);
});

test('with nothing to fill in nothing is written', async () => {
  const { desk, written } = helpdesk();
  expect(await desk.fillFields?.('1', { 11: 'Kettle', 13: '1' })).toEqual([]);
  expect(written).toEqual([]);
});
