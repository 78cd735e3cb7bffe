import type { ErrorCode } from './errors.ts';

/** A refused or failed request; `code` is from the contract's closed list, or `network` when nothing came back. */
export class ApiError extends Error {
  // Declared alone: HubSpot's lint rules, which see this file in the card, do not read class fields.
  declare readonly code: ErrorCode | 'network';
  declare readonly status: number;
  declare readonly requestId: string | null;
  declare readonly retryable: boolean;

  constructor(code: ErrorCode | 'network', message: string, options: { status: number; requestId: string | null; retryable: boolean }) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = options.status;
    this.requestId = options.requestId;
    this.retryable = options.retryable;
  }
}
