/** What someone may do in the console: Zendesk says who administers the account, an admin of Deskgraph who does the rest. */
import type { Role } from '#shared/governance';
import type { Platform } from '../../compose.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { readAccess, roleOf } from './hubspot-access.ts';
import { readRoles } from './preferences.ts';

/** `agent` for who has no business there: also for who has left, whatever role they were given. */
export async function consoleRole(installation: string, userId: string, { account }: Pick<Platform, 'account'>, record: InstallationClient): Promise<Role> {
  if (installation.startsWith('hubspot:')) return roleOf(await readAccess(record), userId);
  const [theirs, given] = await Promise.all([(await account(record)).roleOf(userId), readRoles(record)]);
  if (theirs === 'admin') return 'admin';
  return theirs === 'agent' ? (given[userId] ?? 'agent') : 'agent';
}
