import * as z from 'zod';
import type { TraceList } from '#shared/trace';
import { AppError } from '../../errors.ts';
import { toOtlp } from '../../governance/otlp.ts';
import { authenticate } from '../authenticate.ts';
import type { RouteDeps } from '../context.ts';
import { readQuery } from '../query.ts';
import { createRoutes, type Routes } from '../routes.ts';

const text = z.string().min(1).max(256).optional();
const querySchema = z.object({
  ticket: text,
  outcome: text,
  reason: text,
  article: text,
  release: text,
  before: z.iso.datetime().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export function traceSearchRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  app.get('/v1/traces', authenticate(deps, 'trace.search'), async (c) => {
    const { before, ...query } = readQuery(c, querySchema);
    const { traces, next } = await c.var.record.searchTraces({ ...query, before: before === undefined ? undefined : Date.parse(before) });
    return c.json({ traces, next: next === null ? null : new Date(next).toISOString() } satisfies TraceList);
  });

  /** One trace as OTLP/HTTP takes it (JSON); `?push=1` sends it to the endpoint of the environment as well. */
  app.get('/v1/traces/:id/otlp', authenticate(deps, 'trace.export'), async (c) => {
    const { record, session } = c.var;
    const trace = await record.trace(c.req.param('id'));
    if (!trace) throw new AppError('not_found', 'There is no such trace.');
    const body = toOtlp(trace, { installation: session.installation, version: platform.config.VERSION });
    await record.note(session.user.id, 'trace.export', trace.id, {});
    if (c.req.query('push') === '1') await push(platform.config, body);
    return c.json(body);
  });
  return app;
}

type Target = { OTLP_ENDPOINT?: string | undefined; OTLP_HEADERS?: Record<string, string> | undefined };

async function push({ OTLP_ENDPOINT, OTLP_HEADERS = {} }: Target, body: object): Promise<void> {
  if (OTLP_ENDPOINT === undefined) throw new AppError('unavailable', 'No OTLP endpoint is configured: set OTLP_ENDPOINT.', { retryable: false });
  const sent = await fetch(`${OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`, {
    method: 'POST',
    headers: { ...OTLP_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  }).catch((cause: unknown) => {
    throw new AppError('upstream_failed', 'The OTLP endpoint could not be reached.', { cause });
  });
  if (!sent.ok) throw new AppError('upstream_failed', `The OTLP endpoint answered ${sent.status}.`);
  // A collector says so in a success, too.
  const refused = refusedSchema.safeParse(await sent.json().catch(() => null)).data?.partialSuccess.rejectedSpans ?? 0;
  if (refused > 0) throw new AppError('upstream_failed', `The OTLP endpoint refused ${refused} spans of this trace.`);
}

const refusedSchema = z.object({ partialSuccess: z.object({ rejectedSpans: z.coerce.number() }) });
