import { Hono } from 'hono';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { AppEnv } from './context.ts';
import { toErrorBody } from './errors.ts';
import { auditRoutes } from './routes/audit.ts';
import { erasureRoutes } from './routes/erasure.ts';
import { feedbackRoutes } from './routes/feedback.ts';
import { goldenRoutes } from './routes/golden.ts';
import { healthRoutes } from './routes/health.ts';
import { hubspotCardRoutes } from './routes/hubspot-card.ts';
import { hubspotOAuthRoutes } from './routes/hubspot-oauth.ts';
import { hubspotPageRoutes } from './routes/hubspot-page.ts';
import { hubspotSettingsRoutes } from './routes/hubspot-settings.ts';
import { hubspotWebhookRoutes } from './routes/hubspot-webhooks.ts';
import { hubspotWorkflowRoutes } from './routes/hubspot-workflow.ts';
import { ingestRoutes } from './routes/ingest.ts';
import { knowledgeRoutes } from './routes/knowledge.ts';
import { knowledgeSourceRoutes } from './routes/knowledge-sources.ts';
import { localRoutes } from './routes/local.ts';
import { passageRoutes } from './routes/passages.ts';
import { releaseRoutes } from './routes/releases.ts';
import { replayRoutes } from './routes/replay.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { setupRoutes } from './routes/setup.ts';
import { suggestionRoutes } from './routes/suggestions.ts';
import { ticketRoutes } from './routes/tickets.ts';
import { traceSearchRoutes } from './routes/trace-search.ts';
import { traceRoutes } from './routes/traces.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { zendeskOAuthRoutes } from './routes/zendesk-oauth.ts';
import { zendeskPageRoutes } from './routes/zendesk-page.ts';
import { secure } from './security-headers.ts';

/** The HTTP face of the Worker. Every refusal and failure leaves through one mapping. */
export function createApp(platform: Platform): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('requestId', platform.ids.next('req'));
    await next();
    c.res = secure(c.res, c.get('requestId'), platform.config.ENVIRONMENT);
  });
  app.onError((error, c) => {
    const { status, body } = toErrorBody(error, c.get('requestId'));
    return Response.json(body, { status });
  });
  app.notFound(() => {
    throw new AppError('not_found', 'There is nothing at this address.');
  });

  const deps = { platform };
  app.route('/', healthRoutes(deps));
  app.route('/', suggestionRoutes(deps));
  app.route('/', ticketRoutes(deps));
  app.route('/', passageRoutes(deps));
  app.route('/', traceRoutes(deps));
  app.route('/', feedbackRoutes(deps));
  app.route('/', sessionRoutes(deps));
  app.route('/', ingestRoutes(deps));
  app.route('/', knowledgeRoutes(deps));
  app.route('/', knowledgeSourceRoutes(deps));
  app.route('/', auditRoutes(deps));
  app.route('/', erasureRoutes(deps));
  app.route('/', goldenRoutes(deps));
  app.route('/', releaseRoutes(deps));
  app.route('/', replayRoutes(deps));
  app.route('/', settingsRoutes(deps));
  app.route('/', traceSearchRoutes(deps));
  app.route('/', webhookRoutes(deps));
  app.route('/', setupRoutes(deps));
  app.route('/', zendeskOAuthRoutes(deps));
  app.route('/', zendeskPageRoutes(deps));
  app.route('/', hubspotCardRoutes(deps));
  app.route('/', hubspotOAuthRoutes(deps));
  app.route('/', hubspotPageRoutes(deps));
  app.route('/', hubspotSettingsRoutes(deps));
  app.route('/', hubspotWebhookRoutes(deps));
  app.route('/', hubspotWorkflowRoutes(deps));
  if (platform.config.ENVIRONMENT === 'local') app.route('/', localRoutes(deps));
  return app;
}
