/** Calls to the Worker. HubSpot signs them, and adds who is asking; nothing in the body says so. */

import { hubspot } from '@hubspot/ui-extensions';
import { ApiError } from '#shared/api-error';
import type { ErrorBody } from '#shared/errors';
import { WORKER_URL } from './worker-url.ts';

/** HubSpot's own limit for calls without `timeout`. */
const TIMEOUT_MS = 15_000;

/** `path` begins with `/hubspot/`. Throws `ApiError` with the Worker's own sentence, or `network` when nothing came back. */
export async function callWorker<T>(path: string, body: object): Promise<T> {
  let answer: (T & Partial<ErrorBody>) | null;
  let status = 0;
  try {
    const response = await hubspot.fetch(`${WORKER_URL}${path}`, { method: 'POST', body: { ...body }, timeout: TIMEOUT_MS });
    status = response.status;
    answer = (await response.json()) as T & Partial<ErrorBody>;
  } catch {
    throw new ApiError('network', 'Deskgraph could not be reached. Try again in a moment.', { status, requestId: null, retryable: true });
  }
  if (answer?.error) {
    const { code, message, requestId, retryable } = answer.error;
    throw new ApiError(code, message, { status, requestId, retryable });
  }
  if (!answer || status >= 400)
    throw new ApiError('unavailable', 'Deskgraph did not answer as expected. Try again in a moment.', { status, requestId: null, retryable: true });
  return answer;
}
