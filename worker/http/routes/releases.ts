/** Releases and the changes that lead to them: proposed, evaluated, approved, live, taken back. */
import * as z from 'zod';
import { proposalRequestSchema, reasonRequestSchema, rollbackRequestSchema } from '#shared/governance';
import type { Release } from '#shared/release';
import { AppError } from '../../errors.ts';
import { measureBlastRadius } from '../../governance/blast-radius.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { describeChanges } from '../../service/diff-knowledge.ts';
import { judgeRelease } from '../../service/judge-release.ts';
import { replayUnder } from '../../service/replay.ts';
import { authenticate } from '../authenticate.ts';
import { readJson } from '../body.ts';
import type { RouteDeps } from '../context.ts';
import { readQuery } from '../query.ts';
import { createRoutes, type Routes } from '../routes.ts';

const blastQuerySchema = z.object({ n: z.coerce.number().int().min(1).max(500).default(100) });

export function releaseRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  app.get('/v1/releases', authenticate(deps, 'release.read'), async (c) => c.json({ releases: await c.var.record.releaseViews() }));

  app.get('/v1/releases/:id', authenticate(deps, 'release.read'), async (c) => {
    const { record } = c.var;
    const id = c.req.param('id');
    const [found, live, views] = await Promise.all([record.release(id), record.liveRelease(), record.releaseViews()]);
    if (!found) throw new AppError('not_found', 'There is no such release.');
    const view = views.find((v) => v.id === id) ?? null;
    return c.json({ ...view, manifest: found.release.manifest, diffToLive: live ? await describeChanges(live, found.release, platform) : [] });
  });

  app.get('/v1/proposals', authenticate(deps, 'release.read'), async (c) => c.json({ proposals: await c.var.record.proposalList() }));
  app.get('/v1/proposals/:id', authenticate(deps, 'release.read'), async (c) => {
    const { record } = c.var;
    const proposal = await record.proposal(c.req.param('id'));
    const [after, before] = await Promise.all([proposal.releaseId, proposal.baseReleaseId].map((id) => (id === null ? null : record.release(id))));
    return c.json(after && before ? { ...proposal, changes: await describeChanges(before.release, after.release, platform) } : proposal);
  });

  app.post('/v1/proposals', authenticate(deps, 'release.propose'), async (c) => {
    const request = await readJson(c.req.raw, proposalRequestSchema);
    const by = { user: c.var.session.user.id, id: platform.ids.next('chg') };
    return c.json(await c.var.record.propose(request, by), 201);
  });

  app.post('/v1/proposals/:id/evaluate', authenticate(deps, 'release.evaluate'), async (c) => {
    const { record, session } = c.var;
    const { release, base } = await bothReleases(record, c.req.param('id'));
    const gate = await judgeRelease({ release, base }, platform, record);
    return c.json(await record.recordGate(c.req.param('id'), gate, session.user.id));
  });

  app.get('/v1/proposals/:id/blast-radius', authenticate(deps, 'release.evaluate'), async (c) => {
    const { record } = c.var;
    const { n } = readQuery(c, blastQuerySchema);
    const { release: after, base: before } = await bothReleases(record, c.req.param('id'));
    if (!before) throw new AppError('conflict', 'There is no live release to compare with.');
    const suggestionIds = await record.recentSuggestions(n);
    return c.json(await measureBlastRadius({ suggestionIds, before, after }, replayUnder(platform, record)));
  });

  app.post('/v1/proposals/:id/approve', authenticate(deps, 'release.approve'), async (c) => {
    const { why } = await readJson(c.req.raw, reasonRequestSchema);
    return c.json(await c.var.record.approve(c.req.param('id'), { user: c.var.session.user.id, why }));
  });

  app.post('/v1/proposals/:id/publish', authenticate(deps, 'release.publish'), async (c) => {
    const { why } = await readJson(c.req.raw, reasonRequestSchema);
    return c.json(await c.var.record.publish(c.req.param('id'), { user: c.var.session.user.id, why }));
  });

  app.post('/v1/rollback', authenticate(deps, 'release.rollback'), async (c) => {
    const { why, releaseId } = await readJson(c.req.raw, rollbackRequestSchema);
    const live = await c.var.record.rollback({ releaseId, why, user: c.var.session.user.id });
    return c.json({ releaseId: live.id });
  });
  return app;
}

/** The proposed release and the one that is live, as the measure. */
async function bothReleases(record: InstallationClient, proposalId: string): Promise<{ release: Release; base: Release | null }> {
  const proposal = await record.proposal(proposalId);
  const [found, base] = await Promise.all([record.release(proposal.releaseId), record.liveRelease()]);
  if (!found) throw new AppError('not_found', 'The release of this proposal is not there any more.');
  return { release: found.release, base };
}
