import * as z from 'zod';
import type { IngestRun } from '#shared/api';
import { documentKinds } from '#shared/knowledge';
import { AppError } from '../../errors.ts';
import { parseLines } from '../../knowledge/collect/parse-line.ts';
import { audited } from '../audited.ts';
import { authenticate } from '../authenticate.ts';
import { readText } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { fromZod } from '../errors.ts';
import { createRoutes, type Routes } from '../routes.ts';

const chunkSchema = z.object({
  kind: z.enum(documentKinds as [(typeof documentKinds)[number], ...typeof documentKinds]),
  sequence: z.coerce.number().int().min(0).max(1_000_000),
  file: z.string().min(1).max(256).optional(),
  line: z.coerce.number().int().min(1).default(1),
});

export function ingestRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const mayIngest = authenticate(deps, 'knowledge.ingest');
  const app = createRoutes();

  app.post('/v1/ingest/runs', mayIngest, audited('ingest.begin'), async (c) => {
    const run: IngestRun = {
      id: platform.ids.next('run'),
      state: 'receiving',
      read: {},
      skipped: [],
      skippedCount: 0,
      step: 'receiving documents',
      progress: 0,
      seconds: 0,
      releaseId: null,
      snapshot: null,
      error: null,
    };
    await c.var.record.saveRun(run);
    return c.json(run, 201);
  });

  app.put('/v1/ingest/runs/:id/chunks/:kind/:sequence', mayIngest, async (c) => {
    const parsed = chunkSchema.safeParse({ ...c.req.param(), ...c.req.query() });
    if (!parsed.success) throw fromZod(parsed.error);
    const { kind, sequence, file = `${kind}.jsonl`, line } = parsed.data;
    const { documents, skipped } = parseLines(kind, await readText(c.req.raw), { file, firstLine: line });
    const rows = documents.map((document) => ({ id: document.id, json: JSON.stringify(document) }));
    const run = await c.var.record.receiveChunk({ runId: c.req.param('id'), kind, sequence, skipped }, rows);
    return c.json({ read: documents.length, skipped, run });
  });

  app.post('/v1/ingest/runs/:id/finish', mayIngest, audited('ingest.finish'), async (c) => {
    const { record, session } = c.var;
    const run = await existing(await record.run(c.req.param('id')));
    if (run.state !== 'receiving') return c.json(run);
    if ((await record.countDocuments('article')) === 0) {
      const error = 'There are no articles at all, so there is nothing to answer from. Send articles first; what was live stays live.';
      await record.saveRun({ ...run, state: 'failed', step: 'failed', error });
      throw new AppError('no_knowledge', error);
    }
    const building: IngestRun = { ...run, state: 'building', step: 'starting', progress: 0.01 };
    await record.saveRun(building);
    await platform.startBuild({ installation: session.installation, runId: run.id });
    return c.json(building, 202);
  });

  app.get('/v1/ingest/runs/:id', mayIngest, async (c) => c.json(await existing(await c.var.record.run(c.req.param('id')))));
  return app;
}

async function existing(run: IngestRun | null): Promise<IngestRun> {
  if (!run) throw new AppError('not_found', 'There is no such ingest run. Start one first.');
  return run;
}
