import { useMutation } from '@tanstack/react-query';
import type { BlastRadius } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';

const ASKED = 50;
const skips: Record<string, string> = { erased: 'erased', missing: 'not kept any more' };

/** Which of the last tickets would be answered otherwise, and how: both releases are asked anew. */
export function BlastRadiusView({ path }: { path: string }) {
  const { api } = useConsole();
  const radius = useMutation({ mutationFn: () => api.get<BlastRadius>(`${path}/blast-radius?n=${ASKED}`) });
  const { data } = radius;
  return (
    <section>
      <button type="button" disabled={radius.isPending} onClick={() => radius.mutate()} data-testid="blast-radius">
        {radius.isPending ? 'Asking both releases…' : `Show what would change on the last ${ASKED} tickets`}
      </button>
      <Failure of={radius.error} />
      {data && (
        <p role="status" data-testid="radius">
          {data.changed.length} of {data.n} tickets would be answered otherwise.
          {Object.entries(data.skipped).map(([reason, count]) => ` ${count} could not be asked: ${skips[reason] ?? reason}.`)}
        </p>
      )}
      {data?.changed.map(({ suggestionId, ticketId, outcome, topArticle, tags, draft }) => (
        <details key={suggestionId} data-testid="radius-ticket">
          <summary>
            Ticket {ticketId}
            {outcome[0] !== outcome[1] && ` · ${outcome[0]} → ${outcome[1]}`}
            {topArticle[0] !== topArticle[1] && ` · first article ${topArticle[0] ?? 'none'} → ${topArticle[1] ?? 'none'}`}
            {tags.added.map((tag) => ` · + ${tag}`)}
            {tags.removed.map((tag) => ` · − ${tag}`)}
            {draft && ' · another draft'}
          </summary>
          {draft && (
            <div className="beside">
              <div>
                <h5>Live</h5>
                <pre>{draft[0]}</pre>
              </div>
              <div>
                <h5>With this change</h5>
                <pre>{draft[1]}</pre>
              </div>
            </div>
          )}
        </details>
      ))}
    </section>
  );
}
