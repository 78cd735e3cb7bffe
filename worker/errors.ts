/** What is broken, as opposed to what the product decides: one class, one code, one sentence for the caller. */
import { type ErrorCode, errorCodes } from '#shared/errors';

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** Where in the request the fault lies, e.g. `ticket.subject`. */
  readonly path: string | undefined;
  /** How long the other side asked to be left alone, in milliseconds; 0 when it did not say. */
  readonly retryAfterMs: number;

  /** `message` reaches the caller: it names what to do, and holds no secret and no personal data. */
  constructor(code: ErrorCode, message: string, options: { retryable?: boolean; path?: string; retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = errorCodes[code];
    this.retryable = options.retryable ?? this.status >= 500;
    this.path = options.path;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

/** Errors cross Durable Object calls as plain errors; the code travels in the message and is put back here. */
export function toWire(error: AppError): Error {
  return new Error(`${WIRE}${JSON.stringify({ code: error.code, message: error.message, retryable: error.retryable, path: error.path })}`);
}

export function fromWire(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const at = error.message.indexOf(WIRE);
  if (at < 0) return error;
  const { code, message, ...options } = JSON.parse(error.message.slice(at + WIRE.length)) as {
    code: ErrorCode;
    message: string;
    retryable: boolean;
    path?: string;
  };
  return new AppError(code, message, options);
}

const WIRE = 'deskgraph-error:';

/**
 * What keeps a knowledge source from being read: `reconnect` (401, 403: an admin must connect it again), `not_found`,
 * `conflict`, `rate_limited` (wait `retryAfterMs`), `unavailable` (5xx, timeout), `malformed`, `too_large`.
 */
export type SourceFault = 'reconnect' | 'not_found' | 'conflict' | 'rate_limited' | 'unavailable' | 'malformed' | 'too_large';

export class SourceError extends AppError {
  readonly fault: SourceFault;

  constructor(fault: SourceFault, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(sourceCodes[fault], message, {
      retryable: fault === 'rate_limited' || fault === 'unavailable' || fault === 'conflict',
      ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
      ...('cause' in options ? { cause: options.cause } : {}),
    });
    this.name = 'SourceError';
    this.fault = fault;
  }
}

const sourceCodes = {
  reconnect: 'upstream_failed',
  not_found: 'not_found',
  conflict: 'conflict',
  rate_limited: 'rate_limited',
  unavailable: 'upstream_failed',
  malformed: 'upstream_failed',
  too_large: 'upstream_failed',
} as const satisfies Record<SourceFault, ErrorCode>;
