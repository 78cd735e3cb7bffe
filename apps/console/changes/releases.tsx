import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Change, ReleaseView } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { ChangeTable } from './change-table.tsx';

/** What is live and what was, newest first; those that only were proposed stand above. */
export function Releases({ releases, onDone }: { releases: ReleaseView[]; onDone: () => void }) {
  const { api, user, t, when } = useConsole();
  const [why, setWhy] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const rollback = useMutation({ mutationFn: (releaseId: string) => api.send('POST', '/v1/rollback', { releaseId, why }), onSuccess: onDone });
  const been = releases.filter(({ state }) => state === 'live' || state === 'retired');
  const mayRollBack = user.role === 'reviewer' || user.role === 'admin';
  return (
    <section aria-labelledby="releases">
      <h3 id="releases">{t('releases.title')}</h3>
      {mayRollBack && been.length > 1 && (
        <label>
          {t('releases.why')}
          <input value={why} maxLength={2_000} onChange={(e) => setWhy(e.target.value)} data-testid="rollback-why" />
        </label>
      )}
      <Failure of={rollback.error} />
      <ul className="steps">
        {been.map(({ id, state, createdAt, withdrawn }) => (
          <li key={id} data-state={state === 'live' ? 'done' : 'open'} data-testid="release" className="stacked">
            <div className="actions">
              <span className="state">{t(state === 'live' ? 'state.live' : withdrawn ? 'state.withdrawn' : 'state.retired')}</span>
              <code title={id}>{id.slice(0, 12)}</code>
              <span className="detail">
                {when(createdAt)}
                {withdrawn && ` · ${withdrawn}`}
              </span>
              {state !== 'live' && (
                <button type="button" aria-expanded={open === id} onClick={() => setOpen(open === id ? null : id)}>
                  {t('releases.compare')}
                </button>
              )}
              {mayRollBack && state !== 'live' && !withdrawn && (
                <button
                  type="button"
                  className="danger"
                  disabled={rollback.isPending || why.trim() === ''}
                  onClick={() => rollback.mutate(id)}
                  data-testid="rollback"
                >
                  {t('releases.back')}
                </button>
              )}
            </div>
            {open === id && <Difference id={id} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Difference({ id }: { id: string }) {
  const { api, t } = useConsole();
  const { data, error } = useQuery({ queryKey: ['difference', id], queryFn: () => api.get<{ diffToLive: Change[] }>(`/v1/releases/${id}`), gcTime: 0 });
  if (error) return <Failure of={error} />;
  return data ? <ChangeTable changes={data.diffToLive} /> : <p aria-busy="true">{t('comparing')}</p>;
}
