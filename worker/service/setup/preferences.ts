/** What an admin chose: how far automation goes, and which part of the helpdesk Deskgraph works on. */
import { type Automation, automationSchema, type Scope, scopeSchema } from '#shared/setup';
import type { InstallationClient } from '../../installation/record-client.ts';

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

export const saveAutomation = (record: Record, automation: Automation): Promise<void> => record.putSetupNote('automation', JSON.stringify(automation));
export const saveScope = (record: Record, scope: Scope): Promise<void> => record.putSetupNote('scope', JSON.stringify(scope));
