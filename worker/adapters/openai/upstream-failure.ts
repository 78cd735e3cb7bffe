import { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { TooManyBytes } from './capped-fetch.ts';
import { DeadlinePassed } from './deadlines.ts';
import { MalformedAnswer } from './sentence-stream.ts';

/** Codes with which providers say that money has run out: trying again costs time and helps nothing. */
const BILLING = /insufficient_quota|credit_balance_exhausted|spend_limit_exceeded|organization_usage_limit_exceeded|billing/i;

export type UpstreamFailure = {
  kind: 'unreachable' | 'timeout' | 'rate_limited' | 'billing' | 'refused' | 'server_error' | 'malformed' | 'cut_off' | 'too_long' | 'rejected';
  /** Whether a second try may help at once. */
  retry: boolean;
  /** Whether it says something about the provider's health. */
  counts: boolean;
  /** Milliseconds for which the provider asks to be left alone. */
  pauseMs: number;
  /** For the agent; without a secret, an address or a word of the answer. */
  message: string;
};

export class UpstreamError extends Error {
  readonly failure: UpstreamFailure;
  constructor(failure: UpstreamFailure, cause?: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

export const failures = {
  cutOff: { kind: 'cut_off', retry: false, counts: true, pauseMs: 0, message: 'The language model’s answer broke off.' },
  refused: { kind: 'refused', retry: false, counts: false, pauseMs: 0, message: 'The language model declined to answer.' },
  malformed: { kind: 'malformed', retry: false, counts: true, pauseMs: 0, message: 'The language model’s answer could not be read.' },
} as const satisfies Record<string, UpstreamFailure>;

/** What went wrong with a call, and what may be done about it. `reason` is the abort signal's, when it aborted. */
export function toFailure(error: unknown, reason: unknown): UpstreamFailure {
  if (error instanceof UpstreamError) return error.failure;
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof TooManyBytes)
      return { kind: 'too_long', retry: false, counts: true, pauseMs: 0, message: 'The language model’s answer was far too long.' };
  }
  if (error instanceof MalformedAnswer || error instanceof SyntaxError) return failures.malformed;
  if (reason instanceof DeadlinePassed || error instanceof DeadlinePassed)
    return { kind: 'timeout', retry: false, counts: true, pauseMs: 0, message: 'The language model took too long.' };
  if (error instanceof APIUserAbortError || reason !== undefined)
    return { kind: 'timeout', retry: false, counts: false, pauseMs: 0, message: 'The request was given up.' };
  if (error instanceof APIConnectionError)
    return { kind: 'unreachable', retry: true, counts: true, pauseMs: 0, message: 'The language model could not be reached.' };
  if (error instanceof APIError) return ofStatus(error);
  return { kind: 'unreachable', retry: false, counts: true, pauseMs: 0, message: 'The connection to the language model broke.' };
}

function ofStatus(error: APIError): UpstreamFailure {
  const { status } = error;
  if (status === 429) {
    if (BILLING.test(`${error.code ?? ''} ${error.type ?? ''}`))
      return { kind: 'billing', retry: false, counts: true, pauseMs: 600_000, message: 'The language model’s account has no credit left.' };
    return { kind: 'rate_limited', retry: false, counts: true, pauseMs: retryAfter(error.headers), message: 'The language model is busy.' };
  }
  if (status === undefined || status >= 500)
    return { kind: 'server_error', retry: status !== undefined, counts: true, pauseMs: 0, message: 'The language model has a fault.' };
  return {
    kind: 'rejected',
    retry: false,
    counts: true,
    pauseMs: 0,
    message: status === 401 || status === 403 ? 'The language model refused the key.' : 'The language model refused the request.',
  };
}

/** At most a minute; one second where the provider does not say. */
function retryAfter(headers: Headers | undefined): number {
  const ms = Number(headers?.get('retry-after-ms'));
  const seconds = Number(headers?.get('retry-after'));
  const wanted = ms > 0 ? ms : seconds > 0 ? seconds * 1_000 : 1_000;
  return Math.min(wanted, 60_000);
}
