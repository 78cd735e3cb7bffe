/** Where a ticket goes: a pipeline, a stage of its own pipeline, or an owner, whichever has the wanted name. */
import type { Priority } from '#shared/ticket';
import { AppError } from '../../errors.ts';
import type { HubspotRecords } from './hubspot-records.ts';

const priorities: Record<Priority, string> = { low: 'LOW', normal: 'MEDIUM', high: 'HIGH', urgent: 'URGENT' };

export type Pipelines = { id: string; label: string; stages: { id: string; label: string; order: number; closed: boolean }[] }[];

export async function readPipelines(records: HubspotRecords): Promise<Pipelines> {
  const { results } = await records.pipelines.getAll('tickets');
  return (results ?? []).map(({ id, label, stages }) => ({
    id,
    label: label ?? id,
    stages: (stages ?? [])
      .map((s) => ({
        id: s.id,
        label: s.label ?? s.id,
        order: s.displayOrder ?? 0,
        closed: s.metadata?.ticketState === 'CLOSED' || s.metadata?.isClosed === 'true',
      }))
      .sort((a, b) => a.order - b.order),
  }));
}

/** Answers what was set: a name that HubSpot does not know is left alone, and comes back as null. */
export async function setRouting(
  records: HubspotRecords,
  ticketId: string,
  { group, priority }: { group: string | null; priority: Priority | null },
): Promise<{ group: string | null; priority: Priority | null }> {
  const target = group === null ? null : await findTarget(records, ticketId, group);
  const change = { ...target?.change, ...(priority === null ? {} : { hs_ticket_priority: priorities[priority] }) };
  if (Object.keys(change).length > 0) await records.tickets.update(ticketId, { properties: change });
  return { group: target?.name ?? null, priority };
}

type Target = { name: string; change: Record<string, string> };

async function findTarget(records: HubspotRecords, ticketId: string, wanted: string): Promise<Target | null> {
  const same = (text: string | undefined): boolean => text?.trim().toLowerCase() === wanted.trim().toLowerCase();
  const [pipelines, ticket] = await Promise.all([readPipelines(records), records.tickets.getById(ticketId, ['hs_pipeline', 'hs_pipeline_stage'])]);
  const current = ticket.properties?.hs_pipeline ?? '';
  const pipeline = pipelines.find((p) => same(p.label) || p.id === wanted);
  if (pipeline) {
    const first = pipeline.stages.find((s) => !s.closed);
    // A ticket that is there already keeps its stage.
    return { name: pipeline.label, change: pipeline.id === current || !first ? {} : { hs_pipeline: pipeline.id, hs_pipeline_stage: first.id } };
  }
  const stage = pipelines.find((p) => p.id === current)?.stages.find((s) => same(s.label) && !s.closed);
  if (stage) return { name: stage.label, change: { hs_pipeline_stage: stage.id } };
  const owner = (await readOwners(records)).find((o) => same(o.name) || same(o.email) || o.id === wanted);
  return owner ? { name: owner.name || owner.email, change: { hubspot_owner_id: owner.id } } : null;
}

export type Owner = { id: string; userId: string | null; name: string; email: string; teams: string[] };

/** Empty where the portal did not grant the right to read owners. */
export async function readOwners(records: HubspotRecords): Promise<Owner[]> {
  const owners: Owner[] = [];
  let after: string | undefined;
  for (let page = 0; page < 10; page++) {
    const answer = await records.owners.getPage(undefined, after, 500, false).catch((error: unknown) => {
      if (error instanceof AppError && !error.retryable) return null;
      throw error;
    });
    for (const o of answer?.results ?? [])
      owners.push({
        id: o.id,
        userId: o.userId === undefined ? null : String(o.userId),
        name: [o.firstName, o.lastName].filter(Boolean).join(' '),
        email: o.email ?? '',
        teams: (o.teams ?? []).flatMap((t) => [String(t.id), t.name]),
      });
    after = answer?.paging?.next?.after;
    if (!after) break;
  }
  return owners;
}
