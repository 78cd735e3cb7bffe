import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReplayAnswer } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';

/** The answer computed again, under its own release or another. */
export function Replay({ suggestionId }: { suggestionId: string }) {
  const { api, t } = useConsole();
  const [releaseId, setReleaseId] = useState('');
  const replay = useMutation({
    mutationFn: () => api.send<ReplayAnswer>('POST', `/v1/suggestions/${suggestionId}/replay`, releaseId.trim() === '' ? {} : { releaseId: releaseId.trim() }),
  });
  return (
    <section>
      <label>
        {t('replay.release')}
        <input value={releaseId} placeholder={t('replay.own')} onChange={(e) => setReleaseId(e.target.value)} data-testid="replay-release" />
      </label>
      <button type="button" disabled={replay.isPending} onClick={() => replay.mutate()} data-testid="replay">
        {t(replay.isPending ? 'replay.doing' : 'replay.do')}
      </button>
      <Failure of={replay.error} />
      {replay.data && <Outcome of={replay.data} />}
    </section>
  );
}

function Outcome({ of }: { of: ReplayAnswer }) {
  const { t } = useConsole();
  if (of.state !== 'replayed') return <p role="status">{t(`replay.${of.state}`)}</p>;
  const { diff } = of;
  if (!diff)
    return (
      <p role="status" data-testid="replayed">
        {t(of.equal ? 'replay.equal' : 'replay.details')}
      </p>
    );
  return (
    <div role="status" data-testid="replayed">
      <p>
        {t('replay.other', {
          outcome: diff.outcome.map((name) => t.maybe(`outcome.${name}`) ?? name).join(' → '),
          article: diff.topArticle.map((id) => id ?? t('none')).join(' → '),
        })}
        {diff.tags.added.map((tag) => ` + ${tag}`)}
        {diff.tags.removed.map((tag) => ` − ${tag}`)}
      </p>
      {diff.draft && (
        <div className="beside">
          <div>
            <h5>{t('replay.then')}</h5>
            <pre>{diff.draft[0]}</pre>
          </div>
          <div>
            <h5>{t('replay.now')}</h5>
            <pre>{diff.draft[1]}</pre>
          </div>
        </div>
      )}
    </div>
  );
}
