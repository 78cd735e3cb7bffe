import { useMutation } from '@tanstack/react-query';
import { useConsole } from '../console-context.ts';

/** Reading without waiting for the hour. */
export function ReadNow() {
  const { api } = useConsole();
  const reading = useMutation({ mutationFn: api.readNow });
  return (
    <section aria-labelledby="knowledge">
      <h3 id="knowledge">Knowledge</h3>
      <p className="hint">What is chosen below is read every hour. What agents corrected is learned at the same time.</p>
      <button type="button" disabled={reading.isPending} onClick={() => reading.mutate()} data-testid="read-now">
        {reading.isPending ? 'Asking…' : 'Read now'}
      </button>
      <p role="status">{reading.isSuccess ? 'Reading has begun. The new knowledge goes live as soon as it has passed its checks.' : ''}</p>
      {reading.error && <p role="alert">{reading.error.message}</p>}
    </section>
  );
}
