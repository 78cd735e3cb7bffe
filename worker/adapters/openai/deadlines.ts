/** Limits of one call in milliseconds: a person is waiting at the other end. */
export type Deadlines = { firstToken: number; stall: number; total: number };

export const interactiveDeadlines: Deadlines = { firstToken: 2_500, stall: 3_000, total: 8_000 };

export class DeadlinePassed extends Error {
  readonly which: keyof Deadlines;
  constructor(which: keyof Deadlines) {
    super(`no answer within the ${which} deadline`);
    this.which = which;
  }
}

/**
 * One timer for the whole call and one between tokens. `signal` aborts when either passes or `outer` does, with the
 * reason as its `reason`; call `token` at every piece of content, `retry` before a second try, `stop` at the end.
 */
export function startDeadlines(limits: Deadlines, outer: AbortSignal): { signal: AbortSignal; token(): void; retry(): void; stop(): void } {
  const controller = new AbortController();
  const fail = (which: keyof Deadlines) => () => controller.abort(new DeadlinePassed(which));
  const total = setTimeout(fail('total'), limits.total);
  let next = setTimeout(fail('firstToken'), limits.firstToken);
  const again = (which: 'firstToken' | 'stall') => {
    clearTimeout(next);
    next = setTimeout(fail(which), limits[which]);
  };
  const abort = () => controller.abort(outer.reason);
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    token: () => again('stall'),
    retry: () => again('firstToken'),
    stop() {
      clearTimeout(total);
      clearTimeout(next);
      outer.removeEventListener('abort', abort);
    },
  };
}
