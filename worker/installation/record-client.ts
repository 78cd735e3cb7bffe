import { AppError, fromWire } from '../errors.ts';
import type { InstallationRecord, KnowledgeRecord } from '../ports.ts';
import type { Installation } from './installation.ts';
import { type OperationName, type Operations, operations } from './operations.ts';

/** What the Worker asks of an installation beyond the port of the pipeline. */
export type InstallationControl = {
  create: Installation['create'];
  recentReleases: Installation['recentReleases'];
  putSecret: Installation['putSecret'];
  webhookCredentials: Installation['webhookCredentials'];
  putSecrets: Installation['putSecrets'];
  claimTokenRenewal: Installation['claimTokenRenewal'];
  settleTokenRenewal: Installation['settleTokenRenewal'];
  remove: Installation['remove'];
};

export type InstallationClient = Omit<InstallationRecord & KnowledgeRecord, OperationName> & InstallationControl & Operations;

/** Methods that have another name in the object, because the runtime keeps theirs for itself. */
const renamed: Record<string, string> = { trace: 'findTrace' };

/** The object's methods as plain calls: `AppError`s come back as such, and a lost object as `unavailable`. */
export function installationClient(namespace: DurableObjectNamespace<Installation>, installation: string): InstallationClient {
  const name = `installation:${installation}`;
  const call = async (method: string, args: unknown[]): Promise<unknown> => {
    try {
      const stub = namespace.getByName(name) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      return await (method in operations ? stub.perform?.(method, args) : stub[method]?.(...args));
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
