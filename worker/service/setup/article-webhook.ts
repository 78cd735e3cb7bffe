/** The webhook by which a helpdesk tells of changed articles: made with the first connected help centre, gone with the last. */
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import type { InstallationClient } from '../../installation/record-client.ts';

const NOTE = 'article_webhook';
const SECRET = 'webhook_secret_articles';

/** Answers why there is none, for people; null when there is. Without one, articles are read every hour. */
export async function ensureArticleWebhook(record: InstallationClient, platform: Pick<Platform, 'account'>, endpoint: string): Promise<string | null> {
  try {
    const account = await platform.account(record);
    if (!account.ensureArticleWebhook) return 'This helpdesk does not tell of changed articles; they are read every hour.';
    const { id } = await account.ensureArticleWebhook(endpoint);
    await record.putSecrets({ [SECRET]: await account.signingSecret(id) });
    await record.putSetupNote(NOTE, JSON.stringify(id));
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `Changed articles are read every hour, not at once: ${error.message}`;
  }
}

/** May be repeated; throws what the helpdesk answers when it does not let go of it. */
export async function removeArticleWebhook(record: InstallationClient, platform: Pick<Platform, 'account'>): Promise<boolean> {
  const id = JSON.parse((await record.setupNote(NOTE)) ?? 'null') as string | null;
  if (id === null) return false;
  await (await platform.account(record)).removeWebhook(id);
  await record.putSetupNote(NOTE, 'null');
  await record.putSecrets({ [SECRET]: null });
  return true;
}
