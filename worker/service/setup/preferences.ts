/** What an admin chose: how far automation goes, and which part of the helpdesk Deskgraph works on. */
import { type Automation, automationSchema, rolesSchema, type Scope, scopeSchema } from '#shared/setup';
import type { InstallationClient } from '../../installation/record-client.ts';

type Roles = ReturnType<typeof rolesSchema.parse>;
type Record = Pick<InstallationClient, 'setupNote' | 'putSetupNote'>;

/** Until an admin chooses: on one's own machine tags are added, in production only written down. */
export async function readAutomation(record: Pick<Record, 'setupNote'>, environment: 'local' | 'production'): Promise<Automation> {
  const kept = await record.setupNote('automation');
  return automationSchema.parse(kept === null ? { autoTag: environment === 'local' ? 'on' : 'dry_run' } : JSON.parse(kept));
}

export async function readScope(record: Pick<Record, 'setupNote'>): Promise<Scope> {
  const kept = await record.setupNote('scope');
  return scopeSchema.parse(kept === null ? {} : JSON.parse(kept));
}

/** Roles that an admin has given, by the helpdesk's user id. */
export async function readRoles(record: Pick<Record, 'setupNote'>): Promise<Roles> {
  return rolesSchema.parse(JSON.parse((await record.setupNote('roles')) ?? '{}'));
}

export const saveRoles = (record: Record, roles: Roles): Promise<void> => record.putSetupNote('roles', JSON.stringify(roles));
export const saveAutomation = (record: Record, automation: Automation): Promise<void> => record.putSetupNote('automation', JSON.stringify(automation));
export const saveScope = (record: Record, scope: Scope): Promise<void> => record.putSetupNote('scope', JSON.stringify(scope));
