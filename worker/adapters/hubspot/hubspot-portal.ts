/** The portal behind the helpdesk: what installing needs, and who its users are. */
import type { HelpdeskPortal } from '../../helpdesk-ports.ts';
import { changedTickets } from './hubspot-changes.ts';
import { hubspotRecords } from './hubspot-records.ts';
import { type HubspotRestOptions, hubspotRest } from './hubspot-rest.ts';
import { readOwners, readPipelines } from './hubspot-routing.ts';
import { createProperties } from './hubspot-tags.ts';

export function hubspotPortal(options: HubspotRestOptions): HelpdeskPortal {
  const rest = hubspotRest(options);
  const records = hubspotRecords(rest);
  return {
    prepare: () => createProperties(records),
    async choices() {
      const [pipelines, owners] = await Promise.all([readPipelines(records), readOwners(records)]);
      return {
        pipelines: pipelines.map(({ id, label }) => ({ id, label })),
        users: owners.flatMap(({ userId, name, email, teams }) => (userId === null ? [] : [{ id: userId, name: name || email, teams }])),
      };
    },
    pipelineOf: async (ticketId) => (await records.tickets.getById(ticketId, ['hs_pipeline'])).properties?.hs_pipeline ?? null,
    changedTickets: changedTickets(rest, records),
  };
}
