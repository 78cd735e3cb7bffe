/** Everything that one installation's desk answers: its own pages' JSON, and Zendesk's REST for Deskgraph and for apps. */
import { Hono } from 'hono';
import { createOAuth } from './account/oauth.ts';
import type { DeskContext } from './context.ts';
import { agentOf } from './current-agent.ts';
import { createDeskApi } from './desk-api.ts';
import { unauthenticated } from './errors.ts';
import { staff } from './records.ts';
import { answer, createZendeskRest } from './zendesk-rest.ts';

export function createDeskRoutes(context: DeskContext): Hono {
  const app = new Hono();

  for (const path of ['/desk/zendesk/:installation/api/v2/*', '/desk/zendesk/:installation/attachments/*'])
    app.use(path, async (c, next) => {
      const given = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
      for (const token of [context.store.settings()?.token, context.store.object('token', 'current')?.access])
        if (given && typeof token === 'string' && token !== '' && (await same(token, given))) return next();
      return answer(unauthenticated());
    });
  app.route('/desk/zendesk/:installation/oauth', createOAuth(context));
  app.route('/desk/zendesk/:installation/api/v2', createZendeskRest(context, staff.app));
  app.get('/desk/zendesk/:installation/attachments/:comment/:n', (c) => {
    const file = context.store.comment(Number(c.req.param('comment')))?.files?.[Number(c.req.param('n'))];
    return file
      ? c.body(file.text, 200, { 'content-type': file.contentType, 'content-disposition': 'attachment', 'x-content-type-options': 'nosniff' })
      : c.notFound();
  });
  const limited = new Hono().route('/desk/api/:installation/agent/api/v2', createZendeskRest(context, staff.limited));
  app.use('/desk/api/:installation/agent/api/v2/*', async (c, next) => (agentOf(c) === staff.limited ? limited.fetch(c.req.raw) : next()));
  // An app's `client.request` runs with the session of the agent who has it open.
  app.route('/desk/api/:installation/agent/api/v2', createZendeskRest(context, staff.agent));
  app.route('/desk/api/:installation', createDeskApi(context));
  return app;
}

/** Compares digests, so that the time taken says nothing about the token. */
async function same(a: string, b: string): Promise<boolean> {
  const digest = async (text: string) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const [x, y] = await Promise.all([digest(a), digest(b)]);
  return x.every((byte, i) => byte === y[i]);
}
