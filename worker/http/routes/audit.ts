import * as z from 'zod';
import type { AuditEntry, Checkpoint } from '#shared/governance';
import type { InstallationClient } from '../../installation/record-client.ts';
import { authenticate } from '../authenticate.ts';
import type { RouteDeps } from '../context.ts';
import { readQuery } from '../query.ts';
import { createRoutes, type Routes } from '../routes.ts';

const pageSchema = z.object({ after: z.coerce.number().int().min(-1).default(-1) });

export function auditRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  /** In order, a page at a time; `next` is the next page's `after`, null at the end. */
  app.get('/v1/audit', authenticate(deps, 'audit.read'), async (c) => {
    const { after } = readQuery(c, pageSchema);
    const entries = await c.var.record.auditPage(after);
    return c.json({ entries, next: entries.at(-1)?.seq ?? null });
  });

  /** What was signed, from the store outside the installation. */
  app.get('/v1/audit/checkpoints', authenticate(deps, 'audit.read'), async (c) =>
    c.json({ checkpoints: await platform.checkpoints.list(c.var.session.installation) }),
  );

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

async function* lines(record: InstallationClient, checkpoints: Checkpoint[]): AsyncGenerator<string> {
  for (let after = -1; ; ) {
    const page: AuditEntry[] = await record.auditPage(after);
    for (const entry of page) yield `${JSON.stringify(entry)}\n`;
    const last = page.at(-1);
    if (!last) break;
    after = last.seq;
  }
  for (const checkpoint of checkpoints) yield `${JSON.stringify({ checkpoint })}\n`;
}
