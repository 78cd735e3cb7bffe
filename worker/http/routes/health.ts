import type { Health } from '#shared/api';
import type { Platform } from '../../compose.ts';
import { AppError } from '../../errors.ts';
import { heldBuild } from '../../service/held-build.ts';
import { knowledgeOf } from '../../service/live-knowledge.ts';
import type { RouteDeps } from '../context.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';

export function healthRoutes({ platform }: RouteDeps): Routes {
  const { config } = platform;
  const app = createRoutes();
  app.get('/healthz', provenBy('none'), async (c) => {
    // Names of tenants are told on a developer's machine alone.
    const ids = config.ENVIRONMENT === 'local' ? await platform.directory.list() : [];
    const installations = await Promise.all(ids.map((id) => stateOf(platform, id)));
    const degraded = installations.flatMap(({ id, message, held }) => [
      ...(message === null ? [] : [{ part: 'snapshot', message: `${id}: ${message}` }]),
      ...(held === null ? [] : [{ part: 'build', message: `${id}: ${held}` }]),
    ]);
    return c.json({
      ok: true,
      version: config.VERSION,
      environment: config.ENVIRONMENT,
      configured: {
        vectors: platform.vectors.name,
        embedder: platform.embedder.name,
        drafter: platform.drafters[0]?.name ?? 'none',
        model: platform.models.drafter,
        helpdesks: config.ZENDESK_APP_PUBLIC_KEY || config.DEV_APP_PUBLIC_KEY ? ['zendesk'] : [],
      },
      degraded,
      installations: installations.map(({ message: _, ...i }) => i),
    } satisfies Health);
  });
  return app;
}

type State = Health['installations'][number] & { message: string | null };

async function stateOf(platform: Platform, id: string): Promise<State> {
  const record = platform.installation(id);
  const there = await record.settings();
  const live = there && (await record.liveRelease());
  const held = there && (await heldBuild(record, live?.id ?? null));
  if (!live) return { id, releaseId: null, snapshot: null, model: null, state: 'no_knowledge', message: null, held };
  const known = { id, releaseId: live.id, snapshot: live.manifest.snapshot, model: live.manifest.models.drafter, held };
  try {
    const { degraded } = await knowledgeOf(live, platform, record);
    return { ...known, state: degraded.length > 0 ? 'degraded' : 'ready', message: degraded[0]?.message ?? null };
  } catch (error) {
    return { ...known, state: 'snapshot_missing', message: error instanceof AppError ? error.message : 'The knowledge cannot be read.' };
  }
}
