import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReplayAnswer } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';

/** The answer computed again, under its own release or another. */
export function Replay({ suggestionId }: { suggestionId: string }) {
  const { api } = useConsole();
  const [releaseId, setReleaseId] = useState('');
  const replay = useMutation({
    mutationFn: () => api.send<ReplayAnswer>('POST', `/v1/suggestions/${suggestionId}/replay`, releaseId.trim() === '' ? {} : { releaseId: releaseId.trim() }),
  });
  return (
    <section>
      <label>
        Release to compute it under
        <input value={releaseId} placeholder="its own" onChange={(e) => setReleaseId(e.target.value)} data-testid="replay-release" />
      </label>
      <button type="button" disabled={replay.isPending} onClick={() => replay.mutate()} data-testid="replay">
        {replay.isPending ? 'Computing…' : 'Compute it again'}
      </button>
      <Failure of={replay.error} />
      {replay.data && <Outcome of={replay.data} />}
    </section>
  );
}

function Outcome({ of }: { of: ReplayAnswer }) {
  if (of.state !== 'replayed') return <p role="status">{of.message}</p>;
  const { diff } = of;
  if (!diff)
    return (
      <p role="status" data-testid="replayed">
        {of.equal ? 'The same answer, to the byte.' : 'Another answer in its details; outcome, article, tags and draft are the same.'}
      </p>
    );
  return (
    <div role="status" data-testid="replayed">
      <p>
        Another answer. Outcome: {diff.outcome.join(' → ')}. First article: {diff.topArticle.map((id) => id ?? 'none').join(' → ')}.
        {diff.tags.added.map((tag) => ` + ${tag}`)}
        {diff.tags.removed.map((tag) => ` − ${tag}`)}
      </p>
      {diff.draft && (
        <div className="beside">
          <div>
            <h5>Then</h5>
            <pre>{diff.draft[0]}</pre>
          </div>
          <div>
            <h5>Now</h5>
            <pre>{diff.draft[1]}</pre>
          </div>
        </div>
      )}
    </div>
  );
}
