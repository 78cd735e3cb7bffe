/** Carries out one `get`, `set` or `invoke` of an app. */
import { readPath } from './get-path.ts';
import { type Invokable, invokePath } from './invoke-path.ts';
import { HostPathError } from './path-error.ts';
import { type CallKind, isObject, type PathError } from './protocol.ts';
import { setPath } from './set-path.ts';

export type CallSurroundings = Invokable & { instances: () => Record<string, unknown> };

/** A value for each path; what fails stands in `errors` beside what went well. The SDK turns the error of a single path into a rejection. */
export function answerCall(kind: CallKind, params: unknown, on: CallSurroundings): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const errors: Record<string, PathError> = {};
  for (const [path, step] of steps(kind, params, on)) {
    try {
      result[path] = step() ?? null;
    } catch (error) {
      if (!(error instanceof HostPathError)) throw error;
      errors[path] = { name: error.name, message: error.message, path };
    }
  }
  return Object.keys(errors).length > 0 ? { ...result, errors } : result;
}

function steps(kind: CallKind, params: unknown, on: CallSurroundings): [string, () => unknown][] {
  if (kind === 'get') {
    const from = { ticket: on.ticket.read(), desk: on.desk, instances: on.instances };
    return (Array.isArray(params) ? params.map(String) : []).map((path) => [path, () => readPath(path, from)]);
  }
  const entries = isObject(params) ? Object.entries(params) : [];
  return entries.map(([path, value]) => [
    path,
    kind === 'set' ? () => setPath(path, value, on.ticket) : () => invokePath(path, Array.isArray(value) ? value : [], on),
  ]);
}
