import { AppError, fromWire } from '../errors.ts';
import type { InstallationRecord } from '../ports.ts';
import type { Installation } from './installation.ts';

/** What the Worker asks of an installation beyond the port of the pipeline. */
export type InstallationControl = {
  create: Installation['create'];
  recentReleases: Installation['recentReleases'];
  receiveChunk: Installation['receiveChunk'];
  countDocuments: Installation['countDocuments'];
  putSecret: Installation['putSecret'];
  effect: Installation['effect'];
  webhookCredentials: Installation['webhookCredentials'];
};

export type InstallationClient = InstallationRecord & InstallationControl;

/** Methods that have another name in the object, because the runtime keeps theirs for itself. */
const renamed: Record<string, string> = { trace: 'findTrace' };

/** The object's methods as plain calls: `AppError`s come back as such, and a lost object as `unavailable`. */
export function installationClient(namespace: DurableObjectNamespace<Installation>, installation: string): InstallationClient {
  const name = `installation:${installation}`;
  const call = async (method: string, args: unknown[]): Promise<unknown> => {
    try {
      const stub = namespace.getByName(name) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      return await stub[method]?.(...args);
    } catch (cause) {
      const error = fromWire(cause);
      if (error instanceof AppError || !isRuntimeFault(cause)) throw error;
      throw new AppError('unavailable', 'The record of this installation cannot be reached. Try again in a moment.', { cause });
    }
  };
  return new Proxy({} as InstallationClient, {
    get: (_, method) => (typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => call(renamed[method] ?? method, args) : undefined),
  });
}

/** The runtime marks its own failures of a call (overload, reset, network) with these properties. */
function isRuntimeFault(error: unknown): boolean {
  return typeof error === 'object' && error !== null && ('overloaded' in error || 'durableObjectReset' in error || 'retryable' in error);
}
