/** How an installation is connected to its helpdesk: each step with its state, kept after it was done, safe to repeat. */
import { type SetupStep, setupStepIds } from '#shared/setup';
import { AppError } from '../../errors.ts';
import type { HelpdeskAccount } from '../../helpdesk-ports.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import type { Clock } from '../../ports.ts';

export type Connection = {
  steps: SetupStep[];
  /** The user whose grant Deskgraph works with: changes by this user are our own. */
  helpdeskUserId: string | null;
  needsReconnect: boolean;
};

type StepId = SetupStep['id'];
type Record = Pick<InstallationClient, 'setupNote' | 'putSetupNote' | 'secret' | 'putSecrets'>;

const NOTE = 'connection';

export async function readConnection(record: Pick<Record, 'setupNote'>): Promise<Connection> {
  const kept = await record.setupNote(NOTE);
  const steps = setupStepIds.map((id): SetupStep => ({ id, state: 'open', detail: '', ref: null, at: null }));
  return kept === null ? { steps, helpdeskUserId: null, needsReconnect: false } : (JSON.parse(kept) as Connection);
}

/** Notes that the helpdesk takes the token no longer, or does again. */
export async function noteReconnect(record: Pick<Record, 'setupNote' | 'putSetupNote'>, needed: boolean): Promise<void> {
  const connection = await readConnection(record);
  if (connection.needsReconnect !== needed) await record.putSetupNote(NOTE, JSON.stringify({ ...connection, needsReconnect: needed }));
}

/**
 * Does every step in order: access, role, webhook, signing secret, triggers. What is there already stays. A step that
 * fails is noted with its reason and ends the run, because the later ones rest on it. Throws `forbidden` when the
 * grant is not an administrator's.
 */
export async function connect(record: Record, account: HelpdeskAccount, endpoint: string, clock: Clock): Promise<Connection> {
  const connection: Connection = { ...(await readConnection(record)), needsReconnect: false };
  const step = async (id: StepId, work: () => Promise<{ detail: string; ref?: string }>): Promise<string> => {
    const note = async (state: SetupStep['state'], detail: string, ref: string | null) => {
      connection.steps = connection.steps.map((s) => (s.id === id ? { id, state, detail, ref, at: new Date(clock.now()).toISOString() } : s));
      await record.putSetupNote(NOTE, JSON.stringify(connection));
    };
    try {
      const { detail, ref } = await work();
      await note('done', detail, ref ?? null);
      return ref ?? '';
    } catch (error) {
      await note('failed', error instanceof AppError ? error.message : 'Something went wrong. Repeat this step.', null);
      throw error;
    }
  };

  await step('access', async () => {
    const me = await account.whoAmI();
    connection.helpdeskUserId = me.id;
    return { detail: `Granted by ${me.name || `user ${me.id}`}.`, ref: me.id };
  });
  await step('administrator', async () => {
    const me = await account.whoAmI();
    if (me.role !== 'admin') throw new AppError('forbidden', 'Only an administrator of the helpdesk can connect Deskgraph. Ask one to open this page.');
    return { detail: 'The grant is an administrator’s.' };
  });
  const webhook = await step('webhook', async () => {
    const { id, created } = await account.ensureWebhook(endpoint);
    return { detail: created ? 'Made just now.' : 'Was there already.', ref: id };
  });
  await step('signing_secret', async () => {
    const [secret, known] = await Promise.all([account.signingSecret(webhook), record.secret('webhook_secret')]);
    // Calls that were signed before a rotation are still under way: the old secret holds beside the new one.
    if (secret !== known) await record.putSecrets({ webhook_secret: secret, webhook_secret_previous: known });
    return { detail: 'Read and kept encrypted.' };
  });
  for (const [id, kind] of [
    ['trigger_created', 'ticket_created'],
    ['trigger_updated', 'ticket_updated'],
  ] as const)
    await step(id, async () => {
      const made = await account.ensureTrigger(kind, webhook);
      return { detail: made.created ? 'Made just now.' : 'Was there already.', ref: made.id };
    });
  return connection;
}

export const stepRef = (connection: Connection, id: StepId): string | null => connection.steps.find((s) => s.id === id)?.ref ?? null;
