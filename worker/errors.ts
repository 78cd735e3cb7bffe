/** What is broken, as opposed to what the product decides: one class, one code, one sentence for the caller. */
import { type ErrorCode, errorCodes } from '#shared/errors';

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** Where in the request the fault lies, e.g. `ticket.subject`. */
  readonly path: string | undefined;

  /** `message` reaches the caller: it names what to do, and holds no secret and no personal data. */
  constructor(code: ErrorCode, message: string, options: { retryable?: boolean; path?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.status = errorCodes[code];
    this.retryable = options.retryable ?? this.status >= 500;
    this.path = options.path;
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
  /** How long to leave the source alone before the next try; 0 when it did not say. */
  readonly retryAfterMs: number;

  constructor(fault: SourceFault, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(sourceCodes[fault], message, {
      retryable: fault === 'rate_limited' || fault === 'unavailable' || fault === 'conflict',
      ...('cause' in options ? { cause: options.cause } : {}),
    });
    this.name = 'SourceError';
    this.fault = fault;
    this.retryAfterMs = options.retryAfterMs ?? 0;
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
