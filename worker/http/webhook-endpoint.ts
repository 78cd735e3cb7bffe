import type { Platform } from '../compose.ts';

/** Where the helpdesk of this installation calls. `subdomain` has been verified. */
export function webhookEndpoint({ config }: Pick<Platform, 'config'>, subdomain: string): string {
  return `${new URL(config.PUBLIC_URL ?? 'http://localhost:8787').origin}/webhooks/zendesk/${subdomain}`;
}

/** The same door for events of articles: Zendesk tells webhooks apart by their address. */
export const articleWebhookEndpoint = (platform: Pick<Platform, 'config'>, subdomain: string): string => `${webhookEndpoint(platform, subdomain)}?of=articles`;
