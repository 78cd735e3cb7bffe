/** A value that tells its listeners when it is replaced. Fits React's `useSyncExternalStore`. */
export type Observable<T> = {
  get: () => T;
  set: (next: T) => void;
  subscribe: (listener: (after: T, before: T) => void) => () => void;
};

export function observable<T>(initial: T): Observable<T> {
  let value = initial;
  const listeners = new Set<(after: T, before: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (next === value) return;
      const before = value;
      value = next;
      for (const listener of [...listeners]) listener(value, before);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
