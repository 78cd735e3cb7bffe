/** Routes that exist on a developer's machine alone: to create installations and tokens without a helpdesk account. */
import * as z from 'zod';
import { roleSchema } from '#shared/governance';
import { AppError } from '../../errors.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { issueSession } from '../session-token.ts';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be small letters, digits and dashes');
const secret = z.string().min(16).max(256);

const installationSchema = z.object({
  id: slug,
  name: z.string().min(1).max(256),
  helpdeskUrl: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  accountId: z.string().max(32).default(''),
  webhookSecret: secret.optional(),
  helpdeskToken: secret.optional(),
});
const tokenSchema = z.object({
  installation: slug,
  user: z.string().min(1).max(128).default('local'),
  role: roleSchema.default('admin'),
});

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export function localRoutes({ platform }: RouteDeps): Routes {
  const { config, clock } = platform;
  const app = createRoutes();
  // A page of another site cannot come by here: it would have to resolve to this machine under a loopback name, and
  // cannot send JSON across origins without a preflight that nobody answers.
  const loopbackOnly = provenBy('loopback', async (c, next) => {
    if (config.ENVIRONMENT !== 'local' || !LOOPBACK.has(new URL(c.req.url).hostname)) throw new AppError('not_found', 'There is nothing at this address.');
    await next();
  });

  /** Safe to repeat: settings follow, secrets that exist stay. */
  app.post('/v1/local/installations', loopbackOnly, async (c) => {
    const given = await readJson(c.req.raw, installationSchema);
    const id = `zendesk:${given.id}`;
    const record = platform.installation(id);
    await record.create({ id, name: given.name, platform: 'zendesk', helpdeskUrl: given.helpdeskUrl, accountId: given.accountId });
    const keep = async (name: string, value: string | undefined): Promise<string> => {
      const current = value ?? (await record.secret(name)) ?? crypto.randomUUID() + crypto.randomUUID();
      await record.putSecret(name, current);
      return current;
    };
    const webhookSecret = await keep('webhook_secret', given.webhookSecret);
    const helpdeskToken = await keep('helpdesk_token', given.helpdeskToken);
    await platform.directory.add(id);
    return c.json({ installation: id, webhookSecret, helpdeskToken });
  });

  app.post('/v1/local/token', loopbackOnly, async (c) => {
    const { installation, user, role } = await readJson(c.req.raw, tokenSchema);
    const id = `zendesk:${installation}`;
    if (!(await platform.installation(id).settings()))
      throw new AppError('unknown_installation', `There is no installation "${installation}" on this machine.`);
    const now = clock.now();
    const issued = await issueSession(config.SESSION_KEY, { installation: id, user: { id: user, name: user, role }, since: Math.floor(now / 1_000) }, now);
    return c.json(issued);
  });
  return app;
}
