/** Zendesk's documented error bodies. */
export class ZendeskError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429;
  readonly body: Record<string, unknown>;
  /** Seconds, for 429. */
  readonly retryAfter: number | null;

  constructor(status: ZendeskError['status'], body: Record<string, unknown>, retryAfter: number | null = null) {
    super(String(body.error ?? status));
    this.name = 'ZendeskError';
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

export const unauthenticated = () => new ZendeskError(401, { error: "Couldn't authenticate you" });
export const recordNotFound = () => new ZendeskError(404, { error: 'RecordNotFound', description: 'Not found' });
export const noSuchEndpoint = () => new ZendeskError(404, { error: 'InvalidEndpoint', description: 'Not found' });
export const malformed = (description: string) => new ZendeskError(400, { error: 'BadRequest', description });
export const updateConflict = () =>
  new ZendeskError(409, {
    error: 'UpdateConflict',
    description: 'Safe Update prevented the update due to outdated ticket data. Please fetch the latest ticket data and try again.',
  });
export const tooManyRequests = (retryAfter: number) =>
  new ZendeskError(429, { error: 'APIRateLimitExceeded', description: 'Number of allowed API requests per minute exceeded' }, retryAfter);
export const tooManyUpdates = (retryAfter: number) =>
  new ZendeskError(
    429,
    { error: 'TooManyUpdates', description: 'Rate limit for ticket updates exceeded, please wait before updating this ticket again' },
    retryAfter,
  );

/** 422 with the field at fault, e.g. `status`. */
export function recordInvalid(field: string, description: string, error = 'InvalidValue'): ZendeskError {
  return new ZendeskError(422, { error: 'RecordInvalid', description: 'Record validation errors', details: { [field]: [{ description, error }] } });
}
