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
  const { code, message, ...options } = JSON.parse(error.message.slice(at + WIRE.length)) as { code: ErrorCode; message: string; retryable: boolean; path?: string };
  return new AppError(code, message, options);
}

const WIRE = 'deskgraph-error:';
