/**
 * Which tickets changed, oldest change first, by CRM search: it answers 200 a call, five calls a second, ten thousand of one
 * question, and lags some seconds behind (OpenAPI of CRM tickets, 2026-09).
 */
import { idOf, rows } from '#shared/source-batch';
import type { ChangedTicket, ChangedTickets } from '../../helpdesk-ports.ts';
import type { HubspotRecords } from './hubspot-records.ts';
import type { HubspotRest } from './hubspot-rest.ts';
import { readPipelines } from './hubspot-routing.ts';
import { TAGS_PROPERTY, tagsOf } from './to-ticket.ts';

const PAGE = 200;

/** The cursor is the moment (ms) of the last change read: each page asks anew from there, so no window of the search is left. */
export function changedTickets(rest: HubspotRest, records: HubspotRecords): ChangedTickets {
  return async (cursor, startSeconds) => {
    const since = cursor ?? String(startSeconds * 1_000);
    const [answer, pipelines] = await Promise.all([
      rest.post(
        '/crm/objects/2026-09/tickets/search',
        {
          filterGroups: [{ filters: [{ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: since }] }],
          sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
          properties: ['createdate', 'hs_lastmodifieddate', 'hs_pipeline_stage', TAGS_PROPERTY],
          limit: PAGE,
        },
        true,
      ),
      readPipelines(records),
    ]);
    const closed = new Set(pipelines.flatMap((p) => p.stages.filter((s) => s.closed).map((s) => s.id)));
    const found = rows(answer.results) ?? [];
    const tickets = found.flatMap((row): ChangedTicket[] => {
      const id = idOf(row?.id);
      const properties = (row?.properties ?? {}) as Record<string, string | null>;
      const { createdate, hs_lastmodifieddate: updatedAt, hs_pipeline_stage: stage } = properties;
      if (id === null || !createdate || !updatedAt) return [];
      return [{ id, createdAt: createdate, updatedAt, status: stage && closed.has(stage) ? 'closed' : 'open', tags: tagsOf(properties[TAGS_PROPERTY]) }];
    });
    const last = Date.parse(tickets.at(-1)?.updatedAt ?? '');
    const next = Number.isNaN(last) ? since : String(last);
    // A whole page of one single moment would be asked for again and again: go past it.
    const stuck = found.length === PAGE && next === since;
    return { tickets, next: stuck ? String(Number(since) + 1) : next, more: found.length === PAGE };
  };
}
