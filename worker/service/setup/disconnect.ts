/** Takes an installation apart: what it made at the helpdesk, its knowledge, its data. Proof stays in the audit chain. */
import type { RemovalReport } from '#shared/setup';
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import type { HelpdeskAccount } from '../../helpdesk-ports.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { removeArticleWebhook } from './article-webhook.ts';
import { readConnection, stepRef } from './connection.ts';

const VECTORS_AT_ONCE = 1_000;

/**
 * `actor` is who asked. What the helpdesk does not let go of is named in `left`, and the rest is removed all the same.
 * May be repeated: what is gone already counts as removed.
 */
export async function disconnect(
  { installation, actor }: { installation: string; actor: string },
  record: InstallationClient,
  platform: Pick<Platform, 'account' | 'snapshots' | 'vectors' | 'directory' | 'clock'>,
): Promise<RemovalReport> {
  const left: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      left.push(`${what}: ${error instanceof AppError ? error.message : 'could not be removed.'}`);
      return false;
    }
  };
  const atHelpdesk = await removeAtHelpdesk(record, platform, attempt);

  let vectors = 0;
  for (let held = await record.vectorsHeld(VECTORS_AT_ONCE); held.length > 0; held = await record.vectorsHeld(VECTORS_AT_ONCE)) {
    await platform.vectors.remove(
      installation,
      held.map(({ id }) => id),
    );
    for (const generation of new Set(held.map((v) => v.generation)))
      await record.dropVectors(
        generation,
        held.filter((v) => v.generation === generation).map(({ id }) => id),
      );
    vectors += held.length;
  }
  const snapshots = await platform.snapshots.clear(installation);
  const details = { ...atHelpdesk, snapshots, vectors, left: left.length };
  const { entry } = await record.remove(actor, details);
  await platform.directory.remove(installation);
  return { removedAt: entry.at, ...atHelpdesk, snapshots, vectors, left };
}

async function removeAtHelpdesk(
  record: InstallationClient,
  platform: Pick<Platform, 'account'>,
  attempt: (what: string, work: () => Promise<void>) => Promise<boolean>,
): Promise<Pick<RemovalReport, 'webhook' | 'triggers' | 'tokenRevoked'>> {
  const connection = await readConnection(record);
  let account: HelpdeskAccount | null = null;
  await attempt('Connection to the helpdesk', async () => {
    account = await platform.account(record);
  });
  const through = async (what: string, work: (a: HelpdeskAccount) => Promise<void>): Promise<boolean> => {
    const known: HelpdeskAccount | null = account;
    return known !== null && attempt(what, () => work(known));
  };
  let triggers = 0;
  for (const step of ['trigger_created', 'trigger_updated'] as const) {
    const id = stepRef(connection, step);
    if (id !== null && (await through(`Trigger ${id}`, (a) => a.removeTrigger(id)))) triggers += 1;
  }
  await attempt('Webhook of the help centre', async () => void (await removeArticleWebhook(record, platform)));
  const id = stepRef(connection, 'webhook');
  // A webhook that a trigger still calls cannot be deleted: triggers went first.
  const webhook = id !== null && (await through(`Webhook ${id}`, (a) => a.removeWebhook(id)));
  const tokenRevoked = await through('Access token', (a) => a.revokeToken());
  return { webhook, triggers, tokenRevoked };
}
