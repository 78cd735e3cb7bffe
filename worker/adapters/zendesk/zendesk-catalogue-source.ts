/** The account's own words: tags with the names that fields give them, tags that triggers set, teams, brands, mapped fields' options. */
import type { EntityDocument } from '#shared/knowledge';
import { idOf, isRow, rows, type SourceBatch, textOf } from '#shared/source-batch';
import type { KnowledgeSource } from '../../source-ports.ts';
import { zendeskListSource } from './zendesk-list-source.ts';
import { tagsOf } from './zendesk-macros-source.ts';
import { type ZendeskReaderOptions, zendeskReader } from './zendesk-reader.ts';

/** Ids of ticket fields whose options are products, plans, regions or versions. */
export type EntityFields = Partial<Record<'product' | 'plan' | 'region' | 'version', string>>;

export function zendeskCatalogueSource(options: ZendeskReaderOptions & { name?: string; entityFields?: EntityFields }): KnowledgeSource {
  const { name = 'zendesk-catalogue', entityFields = {} } = options;
  const named = (kind: EntityDocument['kind']) => async (row: Record<string, unknown>, batch: SourceBatch) => {
    const id = idOf(row.id);
    const label = textOf(row.name)?.trim();
    if (id === null || !label) return batch.skip(kind, 'An entry without an id or a name was left out.');
    if (row.deleted === true || row.active === false || row.is_deleted === true) return;
    await batch.add('entity', { id: `${kind}-${id}`, kind, name: label.slice(0, 256) }, textOf(row.updated_at));
  };
  return {
    ...zendeskListSource({
      name,
      kinds: ['tag', 'entity'],
      reader: zendeskReader(options),
      lists: [
        { path: '/api/v2/ticket_fields.json', key: 'ticket_fields', add: (field, batch) => addField(field, entityFields, batch) },
        { path: '/api/v2/triggers.json?active=true', key: 'triggers', optional: true, add: addTrigger },
        { path: '/api/v2/groups.json', key: 'groups', add: named('team') },
        { path: '/api/v2/brands.json', key: 'brands', optional: true, add: named('brand') },
      ],
    }),
    // Nothing of it is announced by a webhook; the next reading brings it.
    fetch: async () => ({ documents: [], skipped: [] }),
  };
}

async function addField(field: Record<string, unknown>, entityFields: EntityFields, batch: SourceBatch): Promise<void> {
  const id = idOf(field.id);
  if (id === null || field.active === false) return;
  const kind = (Object.keys(entityFields) as (keyof EntityFields)[]).find((k) => entityFields[k] === id);
  const title = textOf(field.title) ?? id;
  // A checkbox sets its one tag; drop-downs and multi-selects have an option for each.
  const options = [...(rows(field.custom_field_options) ?? []), { value: field.tag, name: title }].filter(isRow);
  for (const option of options) {
    const tag = textOf(option.value);
    if (!tag) continue;
    const label = (textOf(option.name) ?? tag).split('::').at(-1)?.trim() || tag;
    await batch.add('tag', {
      id: `field-${id}-${tag}`.slice(0, 256),
      tag: tag.slice(0, 256),
      name: label.slice(0, 256),
      from: 'field',
      setBy: title.slice(0, 256),
    });
    if (kind)
      await batch.add('entity', { id: `${kind}-${tag}`.slice(0, 256), kind, name: label.slice(0, 256), aliases: tag === label ? [] : [tag.slice(0, 256)] });
  }
}

async function addTrigger(trigger: Record<string, unknown>, batch: SourceBatch): Promise<void> {
  const id = idOf(trigger.id);
  if (id === null) return batch.skip('trigger', 'An entry without an id was left out.');
  const setBy = (textOf(trigger.title) ?? id).slice(0, 256);
  for (const tag of tagsOf((rows(trigger.actions) ?? []).filter(isRow)))
    await batch.add('tag', { id: `trigger-${id}-${tag}`.slice(0, 256), tag, from: 'trigger', setBy });
}
