/**
 * Personal data in text: numbers by their check digits and forms, names and addresses by dictionary and context. Rules,
 * not a model: it must run within milliseconds on every ticket, in the edge runtime, in any language.
 */
import { findAddresses } from './personal-data/addresses.ts';
import { findBlocks } from './personal-data/blocks.ts';
import { findContext, mayHoldPostcode } from './personal-data/context.ts';
import { type Finding, keepFirst, type PersonalDataType } from './personal-data/finding.ts';
import { findNetAddresses } from './personal-data/net-addresses.ts';
import { findNumbers } from './personal-data/numbers.ts';
import { findPersons } from './personal-data/persons.ts';

export { type Finding, type PersonalDataType, personalDataTypes } from './personal-data/finding.ts';

/** Longer texts are read up to here. */
export const maxScanned = 200_000;

/**
 * What is taken out of prompts, snapshots and logs, with the word its placeholder bears. Countries, dates, ages, job
 * titles, organisations and links stay: they tell what a ticket is about and rarely who wrote it.
 */
export const hiddenTypes: Partial<Record<PersonalDataType, string>> = {
  EMAIL_ADDRESS: 'EMAIL',
  PHONE_NUMBER: 'PHONE',
  CREDIT_CARD: 'CARD',
  IBAN_CODE: 'IBAN',
  US_SSN: 'ID',
  US_DRIVER_LICENSE: 'ID',
  NATIONAL_ID: 'ID',
  IP_ADDRESS: 'IP',
  SECRET: 'SECRET',
  ORDER_NUMBER: 'ORDER',
  PERSON: 'NAME',
  STREET_ADDRESS: 'ADDRESS',
  ZIP_CODE: 'ADDRESS',
};

/**
 * Personal data in the first 200,000 characters of `text`, in order and without overlaps; where two readings overlap
 * the surer one stays. `known` names people of the ticket, found wherever they stand.
 */
export function findPersonalData(text: string, known?: { names: readonly string[] }): Finding[] {
  return find(text, known, findContext);
}

type Finder = (text: string) => Finding[];

/** What the last finder says counts only where nothing else was found. */
function find(text: string, known: { names: readonly string[] } | undefined, last: Finder): Finding[] {
  const scanned = text.length > maxScanned ? text.slice(0, maxScanned) : text;
  const sure = [...findNetAddresses(scanned), ...findNumbers(scanned), ...findAddresses(scanned)];
  const postal = sure.filter((finding) => ['STREET_ADDRESS', 'ZIP_CODE', 'PHONE_NUMBER', 'EMAIL_ADDRESS'].includes(finding.type));
  return keepFirst([...findBlocks(scanned, postal), ...sure, ...findPersons(scanned, known?.names ?? [], postal), ...last(scanned)]);
}

/** Of the softer kinds a postcode alone is hidden; it stands behind a town, and most texts need not be searched for one. */
const hiddenContext: Finder = (text) => (mayHoldPostcode(text) ? findContext(text) : []);

/** `text` with what `hiddenTypes` lists replaced by `⟦EMAIL⟧` and the like, for good. What lies beyond the scanned part is cut off. */
export function hidePersonalData(text: string, known?: { names: readonly string[] }): string {
  let out = '';
  let at = 0;
  for (const { type, start, end } of find(text, known, hiddenContext)) {
    const label = hiddenTypes[type];
    if (!label) continue;
    out += `${text.slice(at, start)}⟦${label}⟧`;
    at = end;
  }
  return out + text.slice(at, maxScanned);
}
