import * as z from 'zod';
import type { AuditEntry, AuditVerdict, Checkpoint } from '#shared/governance';
import { checkChain } from '../../governance/audit/chain.ts';
import { checkSignatures } from '../../governance/audit/checkpoint.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { authenticate } from '../authenticate.ts';
import type { RouteDeps } from '../context.ts';
import { readQuery } from '../query.ts';
import { createRoutes, type Routes } from '../routes.ts';

const pageSchema = z.object({ after: z.coerce.number().int().min(-1).default(-1), before: z.coerce.number().int().min(0).optional() });

export function auditRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  /** In order, a page at a time; `next` is the next page's `after`, null at the end. With `before` the newest come first, and `next` is the next `before`. */
  app.get('/v1/audit', authenticate(deps, 'audit.read'), async (c) => {
    const { after, before } = readQuery(c, pageSchema);
    const entries = before === undefined ? await c.var.record.auditPage(after) : await c.var.record.newestAudit(before);
    const last = entries.at(-1)?.seq ?? null;
    return c.json({ entries, next: before !== undefined && last === 0 ? null : last });
  });

  /** What was signed, from the store outside the installation. */
  app.get('/v1/audit/checkpoints', authenticate(deps, 'audit.read'), async (c) =>
    c.json({ checkpoints: await platform.checkpoints.list(c.var.session.installation) }),
  );

  /** Whether the chain is whole and agrees with what was signed outside; the same check as `npm run audit -- verify`. */
  app.get('/v1/audit/verify', authenticate(deps, 'audit.read'), async (c) => {
    const { record, session } = c.var;
    const checkpoints = await platform.checkpoints.list(session.installation);
    const { MASTER_KEY, MASTER_KEY_PREVIOUS } = platform.config;
    const signed = checkSignatures(checkpoints, [session.installation], [MASTER_KEY, ...(MASTER_KEY_PREVIOUS ? [MASTER_KEY_PREVIOUS] : [])]);
    const check = checkChain(checkpoints);
    let entries = 0;
    let { fault } = signed;
    for await (const page of pages(record)) {
      for (const entry of page) fault ??= check.next(entry)?.message ?? null;
      entries += page.length;
    }
    fault ??= check.end()?.message ?? null;
    return c.json({ ...signed, fault, entries } satisfies AuditVerdict);
  });

  /** NDJSON: every entry in its order, then every checkpoint as `{"checkpoint": …}`. The export is an entry itself. */
  app.get('/v1/audit/export', authenticate(deps, 'audit.export'), async (c) => {
    const { record, session } = c.var;
    await record.note(session.user.id, 'audit.export', 'audit', {});
    const checkpoints = await platform.checkpoints.list(session.installation);
    return new Response(streamOf(lines(record, checkpoints)), {
      headers: {
        'content-type': 'application/x-ndjson',
        'cache-control': 'no-store',
        'content-disposition': 'attachment; filename="audit.ndjson"',
      },
    });
  });
  return app;
}

function streamOf(source: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await source.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}

async function* pages(record: InstallationClient): AsyncGenerator<AuditEntry[]> {
  for (let after = -1; ; ) {
    const page: AuditEntry[] = await record.auditPage(after);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.seq;
  }
}

async function* lines(record: InstallationClient, checkpoints: Checkpoint[]): AsyncGenerator<string> {
  for await (const page of pages(record)) for (const entry of page) yield `${JSON.stringify(entry)}\n`;
  for (const checkpoint of checkpoints) yield `${JSON.stringify({ checkpoint })}\n`;
}
