/** One made-up portal with one ticket, on the recorded-shape server. */
import { emptyPortal, type HubspotPortal } from '../../servers/hubspot-portal.ts';
import { type HubspotData, type HubspotServer, hubspotServer } from '../../servers/hubspot-server.ts';

export const TICKET = '35';

export function smallPortal(): { data: HubspotData; portal: HubspotPortal } {
  const stage = (id: string, label: string, displayOrder: number, closed = false) => ({
    id,
    label,
    displayOrder,
    metadata: { ticketState: closed ? 'CLOSED' : 'OPEN', isClosed: String(closed) },
  });
  const data: HubspotData = {
    tickets: [
      {
        id: TICKET,
        archived: false,
        properties: {
          subject: 'Refund',
          content: 'Please send my money back.',
          hs_pipeline: '0',
          hs_pipeline_stage: '1',
          hs_ticket_priority: 'LOW',
          source_type: 'EMAIL',
          deskgraph_tags: 'billing',
          tier: 'gold',
          createdate: '2026-01-01T00:00:00Z',
          hs_lastmodifieddate: '2026-01-02T00:00:00Z',
        },
      },
    ],
    threads: {
      [TICKET]: [
        { id: 't35', status: 'OPEN', originalChannelId: '1002', originalChannelAccountId: '5', associatedContactId: '501', spam: false, archived: false },
      ],
    },
    messages: {
      t35: [
        { id: 'm0', type: 'WELCOME_MESSAGE', text: 'Hello!', createdAt: '2026-01-01T00:00:00Z' },
        {
          id: 'm1',
          type: 'MESSAGE',
          text: 'Please send my money back.',
          createdAt: '2026-01-01T00:01:00Z',
          direction: 'INCOMING',
          channelId: '1002',
          channelAccountId: '5',
          senders: [{ actorId: 'V-501', name: 'Pat Doe', deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: 'pat@example.test' } }],
          recipients: [],
          truncationStatus: 'NOT_TRUNCATED',
        },
        {
          id: 'm2',
          type: 'COMMENT',
          text: 'Known customer.',
          createdAt: '2026-01-01T00:02:00Z',
          createdBy: 'A-77',
          senders: [{ actorId: 'A-77', name: 'Kim' }],
        },
      ],
    },
    originals: {},
    pipelines: [
      { id: '0', label: 'Support', displayOrder: 0, stages: [stage('1', 'New', 0), stage('2', 'Waiting on us', 1), stage('4', 'Closed', 2, true)] },
      { id: '9', label: 'Billing', displayOrder: 1, stages: [stage('93', 'Done', 2, true), stage('91', 'Inbox', 0)] },
    ],
    properties: [
      {
        name: 'deskgraph_tags',
        label: 'Deskgraph tags',
        type: 'enumeration',
        fieldType: 'checkbox',
        options: [
          { label: 'billing', value: 'billing', hidden: false },
          { label: 'meanwhile', value: 'meanwhile', hidden: false },
        ],
      },
    ],
    knowledge: [],
  };
  const portal = emptyPortal();
  portal.contactsOf[TICKET] = ['501'];
  portal.contacts['501'] = { firstname: 'Pat', lastname: 'Doe', email: 'pat@example.test', hs_language: 'en' };
  portal.owners = [
    {
      id: '70',
      userId: 7,
      email: 'kim@acme.test',
      firstName: 'Kim',
      lastName: 'Lee',
      archived: false,
      type: 'PERSON',
      teams: [{ id: '3', name: 'Tier 2', primary: true }],
    },
  ];
  return { data, portal };
}

export type RunningPortal = HubspotServer & { reset(): void };

/** `reset` puts the first state back; the server stays. */
export async function runPortal(): Promise<RunningPortal> {
  const { data, portal } = smallPortal();
  const server = await hubspotServer(data, { portal });
  return {
    ...server,
    reset() {
      const fresh = smallPortal();
      Object.assign(data, fresh.data);
      Object.assign(portal, fresh.portal);
      server.faults.length = 0;
      server.asked.length = 0;
    },
  };
}
