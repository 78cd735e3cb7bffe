/** A failure as a state: what went wrong, and the one thing that helps. */
import { ApiError } from '#shared/api-error';
import type { ErrorCode } from '#shared/errors';

export type Problem = {
  code: ErrorCode | 'network' | 'host' | 'unknown';
  /** A sentence from the server; null when the panel has to find its own words for the code. */
  message: string | null;
  /** `reload`: the session is over, and only a newly signed page opens another. */
  action: 'retry' | 'reload' | 'none';
  /** Request id to give to support. */
  reference: string | null;
};

/** Raised around calls to the helpdesk, to tell them from calls to the Worker. */
export class HostError extends Error {
  constructor(cause: unknown) {
    super('The helpdesk did not answer.', { cause });
    this.name = 'HostError';
  }
}

const sessionOver: readonly string[] = ['token_expired', 'unauthenticated'];

/** True when only a reload helps: the token is refused, and a refused token cannot be renewed. */
export const isSessionOver = (error: unknown): boolean => error instanceof ApiError && sessionOver.includes(error.code);

export function toProblem(error: unknown): Problem {
  if (error instanceof HostError) return { code: 'host', message: null, action: 'retry', reference: null };
  if (!(error instanceof ApiError)) return { code: 'unknown', message: null, action: 'retry', reference: null };
  const action = sessionOver.includes(error.code) ? 'reload' : error.retryable || error.code === 'conflict' ? 'retry' : 'none';
  return { code: error.code, message: error.message, action, reference: error.requestId };
}
