import { Hono } from 'hono';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from './context.ts';
import { toErrorBody } from './errors.ts';
import { assistRoutes } from './routes/assist.ts';
import { auditRoutes } from './routes/audit.ts';
import { budgetRoutes } from './routes/budget.ts';
import { erasureRoutes } from './routes/erasure.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { goldenRoutes } from './routes/golden.ts';
import { healthRoutes } from './routes/health.ts';
import { hubspotCardRoutes } from './routes/hubspot-card.ts';
import { hubspotOAuthRoutes } from './routes/hubspot-oauth.ts';
import { hubspotPageRoutes } from './routes/hubspot-page.ts';
import { hubspotPreviewRoutes } from './routes/hubspot-preview.ts';
import { hubspotSettingsRoutes } from './routes/hubspot-settings.ts';
import { hubspotWebhookRoutes } from './routes/hubspot-webhooks.ts';
import { hubspotWorkflowRoutes } from './routes/hubspot-workflow.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { knowledgeRoutes } from './routes/knowledge.ts';
import { knowledgeSourceRoutes } from './routes/knowledge-sources.ts';
import { localRoutes } from './routes/local.ts';
import { passageRoutes } from './routes/passages.ts';
import { preferenceRoutes } from './routes/preferences.ts';
import { releaseRoutes } from './routes/releases.ts';
import { replayRoutes } from './routes/replay.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { setupRoutes } from './routes/setup.ts';
import { sharingRoutes } from './routes/sharing.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import { ticketRoutes } from './routes/tickets.ts';
import { traceSearchRoutes } from './routes/trace-search.ts';
import { traceRoutes } from './routes/traces.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { zendeskOAuthRoutes } from './routes/zendesk-oauth.ts';
import { zendeskPageRoutes } from './routes/zendesk-page.ts';
import type { Routes } from './routes.ts';
import { secure } from './security-headers.ts';

/** The HTTP face of the Worker. Every refusal and failure leaves through one mapping. */
export function createApp(platform: Platform): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('requestId', platform.ids.next('req'));
    await next();
    const secured = secure(c.res, c.get('requestId'), platform.config.ENVIRONMENT);
    if (secured !== c.res) c.res = secured;
  });
  app.onError((error, c) => {
    const { status, body } = toErrorBody(error, c.get('requestId'));
    return Response.json(body, { status });
  });
  app.notFound(() => {
    throw new AppError('not_found', 'There is nothing at this address.');
  });

  for (const routes of allRoutes(platform)) app.route('/', routes.app());
  return app;
}

/** Every resource's routes, in the order in which they are asked. */
export function allRoutes(platform: Platform): Routes[] {
  const deps = { platform };
  const local = platform.config.ENVIRONMENT === 'local' ? [localRoutes(deps), hubspotPreviewRoutes(deps)] : [];
  return [
    healthRoutes(deps),
    suggestionRoutes(deps),
    ticketRoutes(deps),
    passageRoutes(deps),
    preferenceRoutes(deps),
    assistRoutes(deps),
    budgetRoutes(deps),
    traceRoutes(deps),
    feedbackRoutes(deps),
    sessionRoutes(deps),
    ingestRoutes(deps),
    knowledgeRoutes(deps),
    knowledgeSourceRoutes(deps),
    auditRoutes(deps),
    erasureRoutes(deps),
    goldenRoutes(deps),
    releaseRoutes(deps),
    replayRoutes(deps),
    settingsRoutes(deps),
    traceSearchRoutes(deps),
    webhookRoutes(deps),
    setupRoutes(deps),
    zendeskOAuthRoutes(deps),
    zendeskPageRoutes(deps),
    sharingRoutes(deps),
    hubspotCardRoutes(deps),
    hubspotOAuthRoutes(deps),
    hubspotPageRoutes(deps),
    hubspotSettingsRoutes(deps),
    hubspotWebhookRoutes(deps),
    hubspotWorkflowRoutes(deps),
    ...local,
  ];
}
