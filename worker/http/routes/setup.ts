/** The console's first page: how the account is connected, and what automation may do there. */
import { type SetupView, setupChangeSchema } from '#shared/setup';
import { AppError } from '../../errors.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { heldBuild } from '../../service/held-build.ts';
import { connect, noteReconnect, readConnection } from '../../service/setup/connection.ts';
import { disconnect } from '../../service/setup/disconnect.ts';
import { readAutomation, readRoles, readScope, saveAutomation, saveRoles, saveScope } from '../../service/setup/preferences.ts';
import { readAccuracy } from '../../service/setup/tag-accuracy.ts';
import { audited } from '../audited.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';
import { webhookEndpoint } from '../webhook-endpoint.ts';

export function setupRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();
  const subdomainOf = (installation: string): string => installation.replace(/^zendesk:/, '');

  const nothing: SetupView['choices'] = { groups: [], brands: [], tags: [], people: [], fields: [] };
  async function choicesOf(installation: string, record: InstallationClient): Promise<SetupView['choices']> {
    if (installation.startsWith('zendesk:')) return (await platform.account(record)).choices();
    return { ...nothing, people: (await (await platform.hubspot?.portal(record))?.choices())?.users ?? [] };
  }

  async function view(installation: string, record: InstallationClient): Promise<SetupView> {
    const settings = await record.settings();
    if (!settings) throw new AppError('unknown_installation', 'This installation does not exist, or was removed. Install Deskgraph again.');
    const [connection, automation, scope, roles, accuracy, held, choices] = await Promise.all([
      readConnection(record),
      readAutomation(record, platform.config.ENVIRONMENT),
      readScope(record),
      readRoles(record),
      readAccuracy(record),
      record.liveRelease().then((live) => heldBuild(record, live?.id ?? null)),
      // What cannot be read now is not offered; the page works without it.
      choicesOf(installation, record).catch(() => nothing),
    ]);
    return {
      account: { name: settings.name, address: settings.helpdeskUrl },
      connected: connection.steps.every((s) => s.state === 'done'),
      needsReconnect: connection.needsReconnect,
      connectUrl: `/zendesk/oauth/start?subdomain=${subdomainOf(installation)}`,
      steps: connection.steps,
      heldBuild: held,
      automation,
      scope,
      roles,
      accuracy,
      choices,
    };
  }

  app.get('/v1/setup', authenticate(deps, 'settings.read'), async (c) => c.json(await view(c.var.session.installation, c.var.record)));

  app.put('/v1/setup', authenticate(deps, 'settings.write'), audited('setup.change'), async (c) => {
    const { automation, scope, roles } = await readJson(c.req.raw, setupChangeSchema);
    if (automation) await saveAutomation(c.var.record, automation);
    if (roles) await saveRoles(c.var.record, roles);
    if (scope) {
      await saveScope(c.var.record, scope);
      const source = (await c.var.record.sources()).find((s) => s.kind === 'zendesk');
      const streams = Object.fromEntries(['articles', 'tickets', 'macros', 'catalogue'].map((s) => [s, scope.sources.some((wanted) => wanted === s)]));
      if (source) await c.var.record.saveSource({ ...source, config: { ...source.config, ...streams } });
    }
    return c.json(await view(c.var.session.installation, c.var.record));
  });

  app.post('/v1/setup/repair', authenticate(deps, 'settings.write'), audited('setup.repair'), async (c) => {
    const { record, session } = c.var;
    // A step that fails is noted with its reason; the page shows it where it belongs.
    await connect(record, await platform.account(record), webhookEndpoint(platform, subdomainOf(session.installation)), platform.clock).then(
      () => noteReconnect(record, false),
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
      },
    );
    await record.releaseParked();
    return c.json(await view(session.installation, record));
  });

  app.post('/v1/setup/disconnect', authenticate(deps, 'settings.write'), async (c) =>
    c.json(await disconnect({ installation: c.var.session.installation, actor: c.var.session.user.id }, c.var.record, platform)),
  );
  return app;
}
