import * as z from 'zod';
import { controlSettingsSchema, killSwitchRequestSchema } from '#shared/governance';
import type { InstallationClient } from '../../installation/record-client.ts';
import { authenticate } from '../authenticate.ts';
import { parseJson, readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, type Routes } from '../routes.ts';

/** How long a flip waits for actions that had been claimed before it. */
const DRAIN_MS = 10_000;
const POLL_MS = 20;

export function settingsRoutes(deps: RouteDeps): Routes {
  const app = createRoutes();

  app.get('/v1/settings', authenticate(deps, 'settings.read'), async (c) => {
    const [controls, killSwitch] = await Promise.all([c.var.record.controls(), c.var.record.killSwitch()]);
    return c.json({ controls, killSwitch });
  });

  /** What is not named stays as it is: whoever sets how long traces are kept does not turn off the second person. */
  app.put('/v1/settings', authenticate(deps, 'settings.write'), async (c) => {
    const change = await readJson(c.req.raw, z.looseObject({ watch: z.looseObject({}).optional(), gate: z.looseObject({}).optional() }));
    const now = await c.var.record.controls();
    const merged = { ...now, ...change, watch: { ...now.watch, ...change.watch }, gate: { ...now.gate, ...change.gate } };
    const wanted = parseJson(JSON.stringify(merged), controlSettingsSchema);
    return c.json({ controls: await c.var.record.setControls(wanted, c.var.session.user.id) });
  });

  /** When this answers with `inFlight` 0, nothing is written any more until it is turned off. */
  app.post('/v1/kill-switch', authenticate(deps, 'killswitch.flip'), async (c) => {
    const { on, why } = await readJson(c.req.raw, killSwitchRequestSchema);
    const killSwitch = await c.var.record.setKillSwitch(on, { user: c.var.session.user.id, why });
    return c.json({ killSwitch, inFlight: on ? await drained(c.var.record) : 0 });
  });
  return app;
}

/** Waits for what was on its way; answers how many actions still are. */
async function drained(record: InstallationClient): Promise<number> {
  for (let waited = 0; ; waited += POLL_MS) {
    const count = await record.actionsInFlight();
    if (count === 0 || waited >= DRAIN_MS) return count;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
