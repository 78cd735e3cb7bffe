import { useMutation } from '@tanstack/react-query';
import type { BlastRadius } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';

const ASKED = 50;

/** Which of the last tickets would be answered otherwise, and how: both releases are asked anew. */
export function BlastRadiusView({ path }: { path: string }) {
  const { api, t } = useConsole();
  const outcome = (name: string): string => t.maybe(`outcome.${name}`) ?? name;
  const radius = useMutation({ mutationFn: () => api.get<BlastRadius>(`${path}/blast-radius?n=${ASKED}`) });
  const { data } = radius;
  return (
    <section>
      <button type="button" disabled={radius.isPending} onClick={() => radius.mutate()} data-testid="blast-radius">
        {radius.isPending ? t('radius.asking') : t('radius.ask', { count: ASKED })}
      </button>
      <Failure of={radius.error} />
      {data && (
        <p role="status" data-testid="radius">
          {t('radius.found', { changed: data.changed.length, n: data.n })}
          {Object.entries(data.skipped).map(([why, count]) => ` ${t(why === 'erased' ? 'radius.erased' : 'radius.missing', { count })}`)}
        </p>
      )}
      {data?.changed.map(({ suggestionId, ticketId, outcome: outcomes, topArticle, tags, draft }) => (
        <details key={suggestionId} data-testid="radius-ticket">
          <summary>
            {t('ticket', { id: ticketId })}
            {outcomes[0] !== outcomes[1] && ` · ${outcomes.map(outcome).join(' → ')}`}
            {topArticle[0] !== topArticle[1] && ` · ${t('radius.article', { before: topArticle[0] ?? t('none'), after: topArticle[1] ?? t('none') })}`}
            {tags.added.map((tag) => ` · + ${tag}`)}
            {tags.removed.map((tag) => ` · − ${tag}`)}
            {draft && ` · ${t('radius.draft')}`}
          </summary>
          {draft && (
            <div className="beside">
              <div>
                <h5>{t('state.live')}</h5>
                <pre>{draft[0]}</pre>
              </div>
              <div>
                <h5>{t('radius.after')}</h5>
                <pre>{draft[1]}</pre>
              </div>
            </div>
          )}
        </details>
      ))}
    </section>
  );
}
