/** Entry of the local helpdesk. Everything is below `/desk/`, where Deskgraph's Worker forwards it. */
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import type { Desk } from './desk.ts';
import type { Directory } from './directory.ts';
import type { Variables } from './env.ts';
import { recordNotFound } from './errors.ts';
import { answer } from './zendesk-rest.ts';
import { accountNumber } from './zendesk-shape.ts';

export { Desk } from './desk.ts';
export { Directory } from './directory.ts';

type Env = Variables & { ASSETS: Fetcher; DESK: DurableObjectNamespace<Desk>; DIRECTORY: DurableObjectNamespace<Directory> };

const installationId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a subdomain: lower-case letters, digits and hyphens');
const registrationSchema = z.object({
  id: installationId.refine((id) => id !== 'installations', 'is taken'),
  name: z.string().min(1).max(200),
  /** Left out for an account where Deskgraph is yet to be installed. */
  webhookSecret: z.string().max(500).default(''),
  webhookUrl: z.url().max(2_000).or(z.literal('')).default(''),
  token: z.string().max(2_000).default(''),
  accountId: z.number().int().positive().optional(),
  /** Names of groups beside the usual ones. */
  groups: z.array(z.string().min(1).max(128)).max(200).default([]),
});

/** The page loads only its own files, and frames only the app beside it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const app = new Hono<{ Bindings: Env }>();

app.use(async (c, next) => {
  if (c.env.ENVIRONMENT !== 'local') return c.json({ error: { message: 'The desk runs on a local machine only.' } }, 403);
  return next();
});

// The desk's pages need no password, so only this machine's own pages may call: no other site, and no name that was bent to this address.
app.use('/desk/api/*', async (c, next) => {
  const url = new URL(c.req.url);
  const origin = c.req.header('origin');
  const foreign = origin !== undefined && new URL(origin, 'null://').host !== url.host;
  if (foreign || !isLoopback(url.hostname)) return c.json({ error: { message: 'The desk answers only to its own pages on this machine.' } }, 403);
  return next();
});

const directory = (env: Env) => env.DIRECTORY.get(env.DIRECTORY.idFromName('directory'));
const desk = (env: Env, id: string) => env.DESK.get(env.DESK.idFromName(id));

app.get('/desk/api/installations', async (c) => c.json({ installations: await directory(c.env).list() }));
app.post('/desk/api/installations', async (c) => {
  const parsed = registrationSchema.safeParse(await c.req.json().catch(() => null));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new HTTPException(400, { message: `${issue?.path.join('.') || 'request'}: ${issue?.message ?? 'is not valid'}` });
  }
  const { accountId = accountNumber(parsed.data.id), groups, ...registration } = parsed.data;
  await desk(c.env, registration.id).register({ ...registration, accountId }, groups);
  await directory(c.env).add({ id: registration.id, name: registration.name });
  return c.json({ id: registration.id, name: registration.name, accountId }, 201);
});

app.all('/desk/api/:installation/*', async (c) => {
  const id = c.req.param('installation');
  if (!(await directory(c.env).has(id))) throw new HTTPException(404, { message: `The desk has no installation "${id.slice(0, 64)}".` });
  return desk(c.env, id).fetch(c.req.raw);
});
app.all('/desk/zendesk/:installation/api/v2/*', async (c) => {
  const id = c.req.param('installation');
  return (await directory(c.env).has(id)) ? desk(c.env, id).fetch(c.req.raw) : answer(recordNotFound());
});

for (const part of ['oauth', 'attachments'])
  app.all(`/desk/zendesk/:installation/${part}/*`, async (c) => {
    const id = c.req.param('installation');
    return (await directory(c.env).has(id)) ? desk(c.env, id).fetch(c.req.raw) : answer(recordNotFound());
  });

app.get('/desk', (c) => c.redirect('/desk/'));
app.get('/desk/*', async (c) => {
  const url = new URL(c.req.url);
  url.pathname = url.pathname.slice('/desk'.length);
  const response = await c.env.ASSETS.fetch(new Request(url, { headers: c.req.raw.headers }));
  const answered = new Response(response.body, response);
  answered.headers.set('content-security-policy', PAGE_POLICY);
  // Vite names its bundles by content.
  answered.headers.set('cache-control', url.pathname.startsWith('/assets/') && response.ok ? 'public, max-age=31536000, immutable' : 'no-cache');
  return answered;
});

app.notFound((c) => c.json({ error: { message: `The desk has nothing at ${c.req.path}.` } }, 404));
app.onError((error, c) => {
  if (error instanceof HTTPException) return c.json({ error: { message: error.message } }, error.status);
  throw error;
});

export default app;

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
