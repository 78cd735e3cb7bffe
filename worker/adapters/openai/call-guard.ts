import { BrokenCircuitError, BulkheadRejectedError, bulkhead, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen, wrap } from 'cockatiel';
import { AppError } from '../../errors.ts';
import { UpstreamError } from './upstream-failure.ts';

export type CallGuard = {
  /** Runs one call to the provider, or refuses at once while the provider is known to be down, busy or out of credit. */
  run<T>(call: () => Promise<T>): Promise<T>;
  state(): 'closed' | 'open' | 'half-open';
};

export type GuardOptions = { consecutive?: number; halfOpenAfterMs?: number; concurrency?: number; now?: () => number };

/**
 * Breaker and bulkhead of one provider, for as long as the isolate lives. The bulkhead has no queue: a waiting request
 * would be woken by another one's call, which Workers do not allow, and a person would rather have the plain draft now.
 */
export function createCallGuard({ consecutive = 10, halfOpenAfterMs = 30_000, concurrency = 32, now = Date.now }: GuardOptions = {}): CallGuard {
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof UpstreamError && error.failure.counts),
    { halfOpenAfter: halfOpenAfterMs, breaker: new ConsecutiveBreaker(consecutive) },
  );
  const policy = wrap(bulkhead(concurrency, 0), breaker);
  let pausedUntil = 0;
  return {
    async run(call) {
      if (now() < pausedUntil) throw new AppError('upstream_failed', 'The language model asked for a pause.');
      try {
        return await policy.execute(call);
      } catch (error) {
        if (error instanceof UpstreamError) {
          if (error.failure.pauseMs > 0) pausedUntil = now() + error.failure.pauseMs;
          throw new AppError('upstream_failed', error.failure.message, { cause: error });
        }
        if (error instanceof BrokenCircuitError) throw new AppError('upstream_failed', 'The language model keeps failing and is left alone for half a minute.');
        if (error instanceof BulkheadRejectedError) throw new AppError('upstream_failed', 'Too many drafts are being written at once.');
        throw error;
      }
    },
    state: () => (breaker.state === CircuitState.Closed ? 'closed' : breaker.state === CircuitState.HalfOpen ? 'half-open' : 'open'),
  };
}
