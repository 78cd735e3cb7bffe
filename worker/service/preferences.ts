/** What an agent has said about themselves, kept in their own installation. */
import { type Preferences, preferencesSchema } from '#shared/preferences';
import type { Suggestion } from '#shared/suggestion';
import type { InstallationClient } from '../installation/record-client.ts';

const noteOf = (userId: string): string => `preferences:${userId}`;
const usual: Preferences = { tenure: 'standard' };

export async function readPreferences(record: Pick<InstallationClient, 'setupNote'>, userId: string): Promise<Preferences> {
  const kept = await record.setupNote(noteOf(userId));
  return kept === null ? usual : preferencesSchema.catch(usual).parse(JSON.parse(kept));
}

export const writePreferences = (record: Pick<InstallationClient, 'putSetupNote'>, userId: string, preferences: Preferences): Promise<void> =>
  record.putSetupNote(noteOf(userId), JSON.stringify(preferences));

/** What was prepared for a ticket, unless it was written for an agent of another experience. */
export async function preparedFor(
  record: Pick<InstallationClient, 'setupNote' | 'latestSuggestion'>,
  userId: string,
  ticketId: string,
): Promise<Suggestion | null> {
  const [prepared, { tenure }] = await Promise.all([record.latestSuggestion(ticketId), readPreferences(record, userId)]);
  return (prepared?.tenure ?? 'standard') === tenure ? prepared : null;
}
