/** What an admin chose: how far automation goes, and which part of the helpdesk Deskgraph works on. */
import { type Automation, automationSchema, type Scope, scopeSchema } from '#shared/setup';
import type { InstallationClient } from '../installation/record-client.ts';

type Record = Pick<InstallationClient, 'note' | 'putNote'>;

/** Until an admin chooses: on one's own machine tags are added, in production only written down. */
export async function readAutomation(record: Pick<Record, 'note'>, environment: 'local' | 'production'): Promise<Automation> {
  const kept = await record.note('automation');
  return automationSchema.parse(kept === null ? { autoTag: environment === 'local' ? 'on' : 'dry_run' } : JSON.parse(kept));
}

export async function readScope(record: Pick<Record, 'note'>): Promise<Scope> {
  const kept = await record.note('scope');
  return scopeSchema.parse(kept === null ? {} : JSON.parse(kept));
}

export const saveAutomation = (record: Record, automation: Automation): Promise<void> => record.putNote('automation', JSON.stringify(automation));
export const saveScope = (record: Record, scope: Scope): Promise<void> => record.putNote('scope', JSON.stringify(scope));
