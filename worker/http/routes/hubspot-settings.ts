/** The settings page of a HubSpot portal: signed by v3, for admins. What is expected to fail answers 200 with an `error`. */
import * as z from 'zod';
import type { Role } from '#shared/governance';
import { automationSchema } from '#shared/setup';
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { disconnect } from '../../service/setup/disconnect.ts';
import { hubspotAccessSchema, readAccess, roleOf, writeAccess } from '../../service/setup/hubspot-access.ts';
import { readAutomation, saveAutomation } from '../../service/setup/preferences.ts';
import { readAccuracy } from '../../service/setup/tag-accuracy.ts';
import { parseJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { toErrorBody } from '../errors.ts';
import { callerOf, readSignedV3 } from '../hubspot-caller.ts';
import { issuePageToken } from '../hubspot-page-token.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { issueShareCode, readSharing, redeemShareCode, stopSharing } from '../shared-knowledge.ts';

const changeSchema = z.object({ access: hubspotAccessSchema.optional(), automation: automationSchema.optional() });

type Call = { record: InstallationClient; installation: string; userId: string; actor: string };

export function hubspotSettingsRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  const route = <S extends z.ZodType>(name: string, schema: S, answer: (input: z.infer<S>, call: Call) => Promise<object>, requireRight = requireAdmin) =>
    app.post(`/hubspot/settings/${name}`, provenBy('hubspot_signature'), async (c) => {
      const { text, app: hubspot } = await readSignedV3(c, deps);
      const { installation, userId } = callerOf(c, hubspot);
      try {
        const record = platform.installation(installation);
        if (!(await record.settings())) throw new AppError('unknown_installation', 'Deskgraph is not connected to this HubSpot account. Install it first.');
        requireRight(roleOf(await readAccess(record), userId));
        return c.json(await answer(parseJson(text, schema), { record, installation, userId, actor: `hubspot user ${userId}` }));
      } catch (error) {
        return c.json(toErrorBody(error, c.var.requestId).body);
      }
    });

  route('read', z.object({}), async (_, { record, userId }) => view(platform, record, userId));
  route('save', changeSchema, async ({ access, automation }, { record, userId, actor, installation }) => {
    if (access) {
      // An admin who locks themselves out would leave nobody to undo it.
      await writeAccess(record, { ...access, roles: { ...access.roles, [userId]: 'admin' } });
      await record.note(actor, 'settings.change', installation, { part: 'hubspot access', similar: access.everyoneReadsAllTickets });
    }
    if (automation) {
      await saveAutomation(record, automation);
      await record.note(actor, 'settings.change', installation, { part: 'automation', autoTag: automation.autoTag });
    }
    return view(platform, record, userId);
  });
  route('share', z.object({}), async (_, call) => ({ code: await issueShareCode(call, platform) }));
  route('redeem', z.object({ code: z.string().min(1).max(2_048) }), ({ code }, call) => redeemShareCode(code, call, platform));
  route('unshare', z.object({}), (_, call) => stopSharing(call, platform));
  route(
    'console',
    z.object({}),
    async (_, { installation, userId }) => {
      const token = await issuePageToken(platform.config.SESSION_KEY, 'console', { installation, userId, ticketId: '' }, platform.clock.now());
      return { url: `${platform.config.PUBLIC_URL ? new URL(platform.config.PUBLIC_URL).origin : ''}/hubspot/console?token=${encodeURIComponent(token)}` };
    },
    requireRole,
  );
  route('uninstall', z.object({ confirm: z.literal(true) }), async (_, { record, installation, actor }) => {
    const token = await record.secret('helpdesk_token');
    if (token !== null) await platform.hubspot?.oauth.uninstall(token);
    const { removedAt, vectors, snapshots } = await disconnect({ installation, actor }, record, platform);
    return { removedAt, vectors, snapshots };
  });
  return app;
}

function requireAdmin(role: Role): void {
  if (role !== 'admin') throw new AppError('forbidden', 'Only an admin of Deskgraph can see this page: whoever installed it, and whom they named.');
}

function requireRole(role: Role): void {
  if (role === 'agent') throw new AppError('forbidden', 'The console is for whom an admin of Deskgraph gave a role.');
}

async function view(platform: Platform, record: InstallationClient, userId: string): Promise<object> {
  const [access, automation, accuracy, live, sharing] = await Promise.all([
    readAccess(record),
    readAutomation(record, platform.config.ENVIRONMENT),
    readAccuracy(record),
    record.liveRelease(),
    readSharing(record),
  ]);
  const portal = await platform.hubspot?.portal(record).catch(() => null);
  // The choices help, but the page works without them: names can be typed as ids.
  const choices = (await portal?.choices().catch(() => null)) ?? { pipelines: [], users: [] };
  return { access, automation, accuracy, choices, userId, connected: portal !== null && portal !== undefined, release: live?.id ?? null, sharing };
}
