/** The environment, parsed once: a variable that is missing or malformed is named in the error, with what to do. */
import * as z from 'zod';
import type { IngestRun } from '#shared/api';
import { AppError } from './errors.ts';

/** What a run reads first and whether it learns anew stands in its row, so that a lost one is started again as it was. */
export type BuildParams = { installation: string; runId: string } & Pick<IngestRun, 'reads' | 'relearn'>;

/** A queue message: ids only. Losing it loses nothing; the inbox holds the event. */
export type WakeUp = { installation: string; eventId: string };

const base64Key = z
  .string()
  .min(1)
  .refine((text) => decodedLength(text) === 32, { message: 'must be 32 bytes in base64, as "openssl rand -base64 32" prints' });
const pem = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n').trim())
  .refine((text) => /^-----BEGIN PUBLIC KEY-----[\s\S]+-----END PUBLIC KEY-----$/.test(text), { message: 'must be a public key in PEM (BEGIN PUBLIC KEY)' });
const empty = (value: unknown): unknown => (value === '' || value === null ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());

const pricesSchema = z.record(z.string(), z.tuple([z.number().nonnegative(), z.number().nonnegative()]));
function toPrices(text: string, context: z.RefinementCtx): z.infer<typeof pricesSchema> {
  try {
    return pricesSchema.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON such as {"a-model": [0.15, 0.6]}' });
    return z.NEVER;
  }
}

/** `name=value,name=value` with percent-encoded values, as OpenTelemetry's own variable of this name has them. */
function toHeaders(text: string, context: z.RefinementCtx): Record<string, string> {
  try {
    const pairs = text.split(',').map((pair): [string, string] => {
      const at = Math.max(0, pair.indexOf('='));
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
    });
    return Object.fromEntries(new Headers(pairs));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be headers such as authorization=Bearer%20key, separated by commas' });
    return z.NEVER;
  }
}

const variablesSchema = z.object({
  ENVIRONMENT: z.enum(['local', 'production']),
  SESSION_KEY: base64Key,
  MASTER_KEY: base64Key,
  /** While the master key is being changed: the one before. */
  MASTER_KEY_PREVIOUS: optional(base64Key),
  ZENDESK_APP_PUBLIC_KEY: optional(pem),
  DEV_APP_PUBLIC_KEY: optional(pem),
  OPENAI_BASE_URL: optional(z.url()),
  OPENAI_API_KEY: optional(z.string()),
  OPENAI_MODEL: optional(z.string()),
  /** US dollars for a million tokens: what budgets and traces reckon with; nothing where it is not set. */
  OPENAI_PRICE_INPUT: optional(z.coerce.number().nonnegative()),
  OPENAI_PRICE_OUTPUT: optional(z.coerce.number().nonnegative()),
  /** Prices of single models, as JSON: `{"name": [input, output]}`. */
  OPENAI_PRICES: optional(z.string().transform(toPrices)),
  /** `on`: the model also proposes names and relations of the catalogue's entities at every build. */
  OPENAI_GRAPH_PROPOSALS: optional(z.enum(['on', 'off'])),
  /** A second provider, asked while the first one fails. */
  OPENAI_FALLBACK_BASE_URL: optional(z.url()),
  OPENAI_FALLBACK_API_KEY: optional(z.string()),
  OPENAI_FALLBACK_MODEL: optional(z.string()),
  OPENAI_FALLBACK_PRICE_INPUT: optional(z.coerce.number().nonnegative()),
  OPENAI_FALLBACK_PRICE_OUTPUT: optional(z.coerce.number().nonnegative()),
  /** Without it passages are embedded on this machine. */
  OPENAI_EMBEDDING_MODEL: optional(z.string()),
  OPENAI_EMBEDDING_DIMENSIONS: optional(z.coerce.number().int().min(1).max(1_536)),
  /** Sources, space-separated, that may frame the sidebar page. */
  FRAME_ANCESTORS: optional(z.string().regex(/^[^;,\n]*$/)),
  PUBLIC_URL: optional(z.url()),
  /** Base address that takes traces by OTLP/HTTP, without `/v1/traces`. */
  OTLP_ENDPOINT: optional(z.url()),
  /** What it asks for, as `name=value,name=value` with values percent-encoded (OpenTelemetry's own form): an API key, say. */
  OTLP_HEADERS: optional(z.string().transform(toHeaders)),
  /** Where installations are kept; chosen before the first one, because it names other objects. */
  JURISDICTION: optional(z.enum(['eu'])),
  /** Zendesk's global OAuth client. */
  ZENDESK_CLIENT_ID: optional(z.string()),
  ZENDESK_CLIENT_SECRET: optional(z.string()),
  /** Where accounts live, with `{subdomain}` in it; for a stand-in on one's own machine. */
  ZENDESK_HOST_TEMPLATE: optional(z.string().regex(/^https?:\/\/[^\s]*\{subdomain\}/, { message: 'must be an address with {subdomain} in it' })),
  /** Headers that Zendesk's marketplace asks of every call. */
  ZENDESK_MARKETPLACE_NAME: optional(z.string()),
  ZENDESK_MARKETPLACE_ORGANIZATION_ID: optional(z.string()),
  ZENDESK_MARKETPLACE_APP_ID: optional(z.string()),
  /** HubSpot's app: its id, and the client whose secret signs every request. */
  HUBSPOT_APP_ID: optional(z.string().regex(/^\d{1,20}$/)),
  HUBSPOT_CLIENT_ID: optional(z.string()),
  HUBSPOT_CLIENT_SECRET: optional(z.string()),
  /** Still good while the secret is changed. */
  HUBSPOT_CLIENT_SECRET_PREVIOUS: optional(z.string()),
  /** Where HubSpot's API is; for a stand-in on one's own machine. */
  HUBSPOT_API_URL: optional(z.url()),
  VERSION: optional(z.string()),
});

type Variables = z.infer<typeof variablesSchema>;
export type Config = Omit<Variables, 'FRAME_ANCESTORS' | 'VERSION'> & { FRAME_ANCESTORS: string; VERSION: string };

const ancestors = { local: 'http://localhost:* http://127.0.0.1:*', production: 'https://*.zendesk.com' } as const;

/** Throws `AppError('unavailable')` that names the first variable at fault. Values never appear in the message. */
export function parseConfig(variables: Record<string, unknown>): Config {
  const parsed = variablesSchema.safeParse(variables);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'environment');
    const what = variables[name] === undefined ? 'is not set' : `is not usable (${issue?.message ?? 'malformed'})`;
    throw new AppError('unavailable', `Deskgraph is not configured: ${name} ${what}. See .dev.vars.example.`, { retryable: false });
  }
  const config = parsed.data;
  if (config.ENVIRONMENT !== 'local' && config.DEV_APP_PUBLIC_KEY !== undefined)
    throw new AppError('unavailable', 'DEV_APP_PUBLIC_KEY is set outside a local environment; remove it. Deskgraph does not start with it.', {
      retryable: false,
    });
  if (config.ENVIRONMENT !== 'local' && config.ZENDESK_HOST_TEMPLATE !== undefined)
    throw new AppError('unavailable', 'ZENDESK_HOST_TEMPLATE is set outside a local environment; remove it. Deskgraph does not start with it.', {
      retryable: false,
    });
  if (config.ENVIRONMENT !== 'local' && config.HUBSPOT_API_URL !== undefined)
    throw new AppError('unavailable', 'HUBSPOT_API_URL is set outside a local environment; remove it. Deskgraph does not start with it.', { retryable: false });
  return { ...config, FRAME_ANCESTORS: config.FRAME_ANCESTORS ?? ancestors[config.ENVIRONMENT], VERSION: config.VERSION ?? '0.1.0' };
}

function decodedLength(text: string): number {
  try {
    return atob(text).length;
  } catch {
    return -1;
  }
}
