/** Carries values from a running call to whoever reads them; ends or fails with the call. */
export function createChannel<T>(): { push(value: T): void; close(error?: unknown): void; values(): AsyncIterable<T> } {
  const waiting: T[] = [];
  let closed: { error: unknown } | null = null;
  let wake: (() => void) | null = null;
  const notify = () => {
    wake?.();
    wake = null;
  };
  return {
    push(value) {
      waiting.push(value);
      notify();
    },
    close(error) {
      closed ??= { error };
      notify();
    },
    async *values() {
      for (;;) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else if (closed) {
          if (closed.error !== undefined) throw closed.error;
          return;
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
