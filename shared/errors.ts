/** The one wire shape of an error: a code from a closed list, a sentence a person can act on, a request id. */
import * as z from 'zod';

export const errorCodes = {
  unauthenticated: 401,
  token_expired: 401,
  forbidden: 403,
  not_found: 404,
  unknown_installation: 404,
  invalid_json: 400,
  invalid_request: 400,
  unsupported_media_type: 415,
  body_too_large: 413,
  idempotency_conflict: 409,
  conflict: 409,
  actions_stopped: 409,
  rate_limited: 429,
  needs_model: 409,
  no_knowledge: 409,
  snapshot_missing: 503,
  unavailable: 503,
  upstream_failed: 502,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof errorCodes;

export const errorBodySchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    requestId: z.string(),
    /** Where in the body, when a field is at fault: `ticket.messages.0.text`. */
    path: z.string().optional(),
    retryable: z.boolean(),
  }),
});

export type ErrorBody = z.infer<typeof errorBodySchema>;
