/** Reads hourly from the account's metric events how long its clocks ran. */
import type { Platform } from '../compose.ts';
import { readSlaTimes, SLA_NOTE, withEvents } from './sla-history.ts';

const FIRST_DAYS = 30;
const MARGIN_SECONDS = 120;
/** Of a thousand events each; exports allow ten calls a minute, and the rest is read in the next hour. */
const MAX_PAGES = 3;

/** Null when the installation is not connected or its helpdesk does not tell. Safe to repeat: an ended clock is counted once. */
export async function readSlaHistory(platform: Pick<Platform, 'installation' | 'account' | 'clock'>, installation: string): Promise<{ events: number } | null> {
  const record = platform.installation(installation);
  if ((await record.settings())?.platform !== 'zendesk' || (await record.secret('helpdesk_token')) === null) return null;
  const account = await platform.account(record);
  if (!account.slaEvents) return null;
  const newest = Math.floor(platform.clock.now() / 1_000) - MARGIN_SECONDS;
  let times = await readSlaTimes(record);
  let read = 0;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { events, next, more } = await account.slaEvents(times.from === 0 ? newest - FIRST_DAYS * 86_400 : Math.min(times.from, newest));
    times = { ...withEvents(times, events), from: next };
    read += events.length;
    await record.putSetupNote(SLA_NOTE, JSON.stringify(times));
    if (!more) break;
  }
  return { events: read };
}
