/** Tags on a HubSpot ticket: the values of a multi-checkbox property, because HubSpot's objects have no tags. */
import { AppError } from '../../errors.ts';
import type { HubspotRecords } from './hubspot-records.ts';
import { NOTE_PROPERTY, TAGS_PROPERTY, tagsOf } from './to-ticket.ts';

const TRIES = 3;
const GROUP = 'ticketinformation';

type Create = Parameters<HubspotRecords['properties']['create']>[1];
type Update = Parameters<HubspotRecords['properties']['update']>[2];

/** Creates the two ticket properties that Deskgraph writes. One that is there already is left as it is. */
export async function createProperties(records: HubspotRecords): Promise<void> {
  const wanted: [name: string, label: string, type: string, fieldType: string, description: string][] = [
    [TAGS_PROPERTY, 'Deskgraph tags', 'enumeration', 'checkbox', 'What the ticket is about, as Deskgraph and your team tagged it.'],
    [NOTE_PROPERTY, 'Deskgraph note', 'string', 'textarea', 'Hand-over notes of tickets that have no conversation. Seen by your team only.'],
  ];
  for (const [name, label, type, fieldType, description] of wanted) {
    const property = { name, label, description, groupName: GROUP, type, fieldType, formField: false, options: [] } as unknown as Create;
    await records.properties.create('tickets', property).catch(ignoreExisting);
  }
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'conflict')) throw error;
}

/** A tag as HubSpot can store it: `;` separates values. */
const toValue = (tag: string): string => tag.replaceAll(';', ',');

/**
 * Adds tags and answers all of the ticket's. A leading `;` appends to what the ticket has at the moment of writing, so
 * that a tag which someone adds meanwhile stays; the ticket is read again to be sure.
 */
export async function addTags(records: HubspotRecords, ticketId: string, tags: string[]): Promise<string[]> {
  const wanted = [...new Set(tags.map(toValue))];
  let optionsKnown = false;
  const before = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    const present = await readTags(records, ticketId);
    for (const tag of present) before.add(tag);
    const missing = [...new Set([...wanted, ...before])].filter((tag) => !present.includes(tag));
    if (missing.length === 0) return present;
    if (attempt > TRIES) throw new AppError('conflict', 'HubSpot did not keep the tags. Try again.', { retryable: true });
    if (!optionsKnown) await addOptions(records, missing);
    optionsKnown = true;
    await records.tickets.update(ticketId, { properties: { [TAGS_PROPERTY]: `;${missing.join(';')}` } });
  }
}

async function readTags(records: HubspotRecords, ticketId: string): Promise<string[]> {
  const ticket = await records.tickets.getById(ticketId, [TAGS_PROPERTY]);
  return tagsOf(ticket.properties?.[TAGS_PROPERTY]);
}

/** HubSpot refuses a value that is no option of its property. The list is written whole, so it is read right before. */
async function addOptions(records: HubspotRecords, tags: string[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const property = await records.properties.getByName('tickets', TAGS_PROPERTY).catch(async (error: unknown) => {
      if (!(error instanceof AppError && error.code === 'not_found')) throw error;
      await createProperties(records);
      return records.properties.getByName('tickets', TAGS_PROPERTY);
    });
    const options = property.options ?? [];
    const missing = tags.filter((tag) => !options.some((option) => option.value === tag));
    if (missing.length === 0) return;
    if (attempt > TRIES) throw new AppError('conflict', 'HubSpot did not take the new tags as options. Try again.', { retryable: true });
    const added = missing.map((tag) => ({ label: tag, value: tag, hidden: false, displayOrder: -1 }));
    await records.properties.update('tickets', TAGS_PROPERTY, { options: [...options, ...added] } as unknown as Update);
  }
}
