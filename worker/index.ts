import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import type { Hono } from 'hono';
import type { ConnectedSource } from '#shared/knowledge-api';
import type { Release } from '#shared/release';
import { type Bindings, compose, type Platform } from './compose.ts';
import type { BuildParams, WakeUp } from './env.ts';
import { createApp } from './http/app.ts';
import type { AppEnv } from './http/context.ts';
import { toErrorBody } from './http/errors.ts';
import { secure } from './http/security-headers.ts';
import { runBuild } from './knowledge/workflow.ts';
import { consume } from './queue.ts';
import { forgetErased } from './service/forget.ts';
import { hourly } from './service/hourly.ts';
import { judgeRelease } from './service/judge-release.ts';

export { LocalVectorize, VectorShard } from './compose.ts';
export { Installation } from './installation/installation.ts';

const apps = new WeakMap<Platform, Hono<AppEnv>>();
function appOf(platform: Platform): Hono<AppEnv> {
  const known = apps.get(platform) ?? createApp(platform);
  apps.set(platform, known);
  return known;
}

export default {
  async fetch(request, env, ctx) {
    let platform: Platform;
    try {
      platform = compose(env);
    } catch (error) {
      const requestId = `req_${crypto.randomUUID()}`;
      const { status, body } = toErrorBody(error, requestId);
      return secure(Response.json(body, { status }), requestId, 'production');
    }
    const { pathname } = new URL(request.url);
    // The local helpdesk answers for itself: another Worker, with its own pages and policy.
    if (platform.desk && (pathname === '/desk' || pathname.startsWith('/desk/'))) return platform.desk.fetch(request);
    return appOf(platform).fetch(request, env, ctx);
  },
  async scheduled(_, env, ctx) {
    ctx.waitUntil(hourly(compose(env)));
  },
  async queue(batch, env) {
    await consume(batch, compose(env));
  },
} satisfies ExportedHandler<Bindings, WakeUp>;

/** Builds a snapshot and makes it live, step by step; a step that is done is not done again. */
export class BuildSnapshot extends WorkflowEntrypoint<Bindings, BuildParams> {
  override async run(event: Readonly<WorkflowEvent<BuildParams>>, step: WorkflowStep): Promise<void> {
    const platform = compose(this.env);
    const { installation, runId, reads, relearn = false } = event.payload;
    const runStep = <T>(name: string, work: () => Promise<T>): Promise<T> =>
      // A step's result is stored as JSON; steps answer with plain records only.
      step.do(name, { retries: { limit: 3, delay: 1_000, backoff: 'exponential' }, timeout: '15 minutes' }, work as () => Promise<never>);
    const record = platform.installation(installation);
    const streamsOf = async (source: ConnectedSource) => {
      const streams = await platform.sources(record, source);
      return reads === 'articles' ? streams.filter(({ kinds }) => kinds.includes('article')) : streams;
    };
    const reading = reads ? { openSource: streamsOf, sleep: (name: string, ms: number) => step.sleep(name, ms) } : {};
    const judge = (release: Release, base: Release | null) => judgeRelease({ release, base }, platform, record);
    await runBuild({ installation, runId, relearn }, runStep, { ...platform, record, judge, ...reading });
    await runStep('forget', async () => {
      await forgetErased(installation, platform, record);
      return {};
    });
  }
}
