import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../console-context.ts';

/** Takes everything away, after asking once. What Zendesk did not let go of is named. */
export function Disconnect() {
  const { api, t } = useConsole();
  const [asking, setAsking] = useState(false);
  const removal = useMutation({ mutationFn: api.disconnect });
  const { data } = removal;
  if (data)
    return (
      <section role="status" data-testid="removed">
        <h3>{t('removed.title')}</h3>
        <p>{t('removed.what')}</p>
        <ul>
          <li>{t('removed.webhooks', { count: data.webhook ? 1 : 0 })}</li>
          <li>{t('removed.triggers', { count: data.triggers })}</li>
          <li>{t(data.tokenRevoked ? 'removed.token' : 'removed.tokenHere')}</li>
          <li>{t('removed.knowledge', { count: data.snapshots, vectors: data.vectors })}</li>
        </ul>
        <p>{t('removed.audit')}</p>
        {data.left.length > 0 && (
          <>
            <p>{t('removed.left')}</p>
            <ul>
              {data.left.map((what) => (
                <li key={what}>{what}</li>
              ))}
            </ul>
          </>
        )}
      </section>
    );
  return (
    <section aria-labelledby="disconnect">
      <h3 id="disconnect">{t('disconnect.title')}</h3>
      {removal.error && <p role="alert">{removal.error.message}</p>}
      {asking ? (
        <p className="actions">
          {t('disconnect.sure')}
          <button type="button" className="danger" disabled={removal.isPending} onClick={() => removal.mutate()} data-testid="disconnect-confirm">
            {t('disconnect.all')}
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            {t('disconnect.keep')}
          </button>
        </p>
      ) : (
        <button type="button" onClick={() => setAsking(true)} data-testid="disconnect">
          {t('disconnect.ask')}
        </button>
      )}
    </section>
  );
}
