/** What a portal calls things: which pipeline stages mean "closed", and the options of the properties that stand for tags. */
import { idOf, isRow, rows, type SourceBatch, textOf } from '#shared/source-batch';
import type { HubspotClient } from './hubspot-client.ts';

export async function closedStages(client: HubspotClient): Promise<Set<string>> {
  const answer = await client.get('/crm/pipelines/2026-09/tickets');
  const stages = (rows(answer.results) ?? []).flatMap((pipeline) => rows(pipeline?.stages) ?? []);
  return new Set(
    stages.flatMap((stage) => {
      const id = idOf(stage?.id);
      return id !== null && isRow(stage?.metadata) && stage.metadata.ticketState === 'CLOSED' ? [id] : [];
    }),
  );
}

/** Objects have no tags in HubSpot: the options of a category or multi-checkbox property are the team's vocabulary. */
export async function addTags(client: HubspotClient, properties: string[], batch: SourceBatch): Promise<void> {
  const answer = await client.get('/crm/properties/2026-09/tickets');
  for (const property of rows(answer.results) ?? []) {
    const name = textOf(property?.name);
    if (!property || name === null || !properties.includes(name)) continue;
    for (const option of rows(property.options) ?? []) {
      const tag = textOf(option?.value);
      if (!option || !tag || option.hidden === true) continue;
      const setBy = (textOf(property.label) ?? name).slice(0, 256);
      await batch.add('tag', {
        id: `${name}-${tag}`.slice(0, 256),
        tag: tag.slice(0, 256),
        name: (textOf(option.label) ?? '').slice(0, 256),
        from: 'property',
        setBy,
      });
    }
  }
}
