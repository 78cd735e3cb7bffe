/** What went wrong, where it happened. */
export function Failure({ of }: { of: Error | null | undefined }) {
  return of ? <p role="alert">{of.message}</p> : null;
}
