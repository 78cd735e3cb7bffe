/** What an admin of a HubSpot portal has set: who may use Deskgraph there, for which tickets, with what role. */
import * as z from 'zod';
import { type Role, roleSchema } from '#shared/governance';
import type { Suggestion } from '#shared/suggestion';
import { channelSchema, type Ticket } from '#shared/ticket';
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import type { InstallationClient } from '../../installation/record-client.ts';

const NOTE = 'hubspot_access';
const names = z.array(z.string().min(1).max(128)).max(200).default([]);

/** An empty list leaves that side open. */
export const hubspotAccessSchema = z.object({
  scope: z.object({ pipelines: names, teams: names, users: names, channels: z.array(channelSchema).max(20).default([]) }).prefault({}),
  /** By user id. HubSpot tells who installed the app and nothing else about rights. */
  roles: z.record(z.string().regex(/^\d{1,20}$/), roleSchema).default({}),
  /** HubSpot does not tell which tickets a user may read: only where all may read all are solved tickets shown. */
  everyoneReadsAllTickets: z.boolean().default(false),
});
export type HubspotAccess = z.infer<typeof hubspotAccessSchema>;

type Notes = Pick<InstallationClient, 'setupNote' | 'putSetupNote'>;

export async function readAccess(record: Pick<Notes, 'setupNote'>): Promise<HubspotAccess> {
  const kept = await record.setupNote(NOTE);
  return hubspotAccessSchema.parse(kept === null ? {} : JSON.parse(kept));
}

export const writeAccess = (record: Notes, access: HubspotAccess): Promise<void> => record.putSetupNote(NOTE, JSON.stringify(access));

/** True in a portal whose admin has not said that everyone may read all tickets. */
export const areRightsUnknown = async (installation: string, record: Pick<Notes, 'setupNote'>): Promise<boolean> =>
  installation.startsWith('hubspot:') && !(await readAccess(record)).everyoneReadsAllTickets;

export const roleOf = (access: HubspotAccess, userId: string): Role => access.roles[userId] ?? 'agent';

const outside = (): AppError => new AppError('forbidden', 'Your admin has not turned Deskgraph on for you or for this ticket.');

/** Throws `forbidden` when the user, their teams, or the ticket's pipeline lie outside of what the admin has turned on. */
export async function requireAccess(
  access: HubspotAccess,
  platform: Platform,
  record: InstallationClient,
  { userId, ticketId }: { userId: string; ticketId: string },
): Promise<void> {
  const { users, teams } = access.scope;
  const byUser = users.includes(userId);
  if ((users.length > 0 || teams.length > 0) && !byUser) {
    const own = teams.length > 0 ? await teamsOf(platform, record, userId) : [];
    if (!own.some((team) => teams.includes(team))) throw outside();
  }
  if (!(await hasPipeline(access, platform, record, ticketId))) throw outside();
}

async function hasPipeline({ scope }: HubspotAccess, platform: Platform, record: InstallationClient, ticketId: string): Promise<boolean> {
  if (scope.pipelines.length === 0) return true;
  const portal = await platform.hubspot?.portal(record);
  const pipeline = (await portal?.pipelineOf(ticketId)) ?? null;
  return pipeline !== null && scope.pipelines.includes(pipeline);
}

const hasChannel = ({ scope }: HubspotAccess, ticket: Ticket): boolean => scope.channels.length === 0 || scope.channels.includes(ticket.channel);
export function requireChannel(access: HubspotAccess, ticket: Ticket): void {
  if (!hasChannel(access, ticket)) throw outside();
}

/** Whether Deskgraph may work on this ticket without being asked: its pipeline and channel are among those turned on. */
export async function isInScope(platform: Platform, record: InstallationClient, ticket: Ticket): Promise<boolean> {
  const access = await readAccess(record);
  return hasChannel(access, ticket) && (await hasPipeline(access, platform, record, ticket.id));
}

async function teamsOf(platform: Platform, record: InstallationClient, userId: string): Promise<string[]> {
  const portal = await platform.hubspot?.portal(record);
  return (await portal?.choices())?.users.find((u) => u.id === userId)?.teams ?? [];
}

/** Without the solved tickets that this user may not be allowed to read. */
export function withoutForeignTickets<T extends Pick<Suggestion, 'similar'>>(suggestion: T, { everyoneReadsAllTickets }: HubspotAccess): T {
  return everyoneReadsAllTickets ? suggestion : { ...suggestion, similar: [] };
}
