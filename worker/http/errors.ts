import * as z from 'zod';
import { type ErrorBody, errorCodes } from '#shared/errors';
import { AppError } from '../errors.ts';

/** The one mapping from what was thrown to what a caller sees: nothing of an unexpected error leaves but its existence. */
export function toErrorBody(error: unknown, requestId: string): { status: number; body: ErrorBody } {
  const known = error instanceof AppError ? error : error instanceof z.ZodError ? fromZod(error) : null;
  const code = known?.code ?? 'internal';
  return {
    status: errorCodes[code],
    body: {
      error: {
        code,
        message: known?.message ?? `Something went wrong on our side. Try again; if it stays, give us the request id ${requestId}.`,
        requestId,
        ...(known?.path === undefined ? {} : { path: known.path }),
        retryable: known?.retryable ?? true,
      },
    },
  };
}

export function fromZod(error: z.ZodError): AppError {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join('.') ?? '';
  return new AppError('invalid_request', path ? `${path}: ${issue?.message ?? 'is not valid'}.` : (issue?.message ?? 'The request is not valid.'), {
    ...(path ? { path } : {}),
  });
}
