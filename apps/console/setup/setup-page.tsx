import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SetupChange, SetupView } from '#shared/setup';
import { useConsole } from '../console-context.ts';
import { AutomationForm } from './automation-form.tsx';
import { ByHand } from './by-hand.tsx';
import { Disconnect } from './disconnect.tsx';
import { ReadNow } from './read-now.tsx';
import { ScopeForm } from './scope-form.tsx';
import { Steps } from './steps.tsx';

const KEY = ['setup'];

export function SetupPage() {
  const { api, t } = useConsole();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: api.setup });
  const keep = (view: SetupView): void => {
    queries.setQueryData(KEY, view);
  };
  const repair = useMutation({ mutationFn: api.repair, onSuccess: keep });
  const change = useMutation({ mutationFn: (wanted: SetupChange) => api.change(wanted), onSuccess: keep });

  if (error)
    return (
      <p role="alert">
        {error.message}{' '}
        <button type="button" onClick={() => void refetch()}>
          {t('retry')}
        </button>
      </p>
    );
  if (!data) return <p aria-busy="true">{t('reading')}</p>;
  const failed = repair.error ?? change.error;
  return (
    <>
      <h2>{t('setup.title', { name: data.account.name })}</h2>
      {failed && <p role="alert">{failed.message}</p>}
      {data.needsReconnect && (
        <p role="alert" className="warning">
          {t('setup.reconnect')}{' '}
          <a href={data.connectUrl} target="_blank" rel="noopener">
            {t('setup.connectAgain')}
          </a>
        </p>
      )}
      {data.heldBuild && (
        <p role="status" className="warning">
          {t('setup.held')} {data.heldBuild}
        </p>
      )}
      <Steps view={data} busy={repair.isPending} onRepair={() => repair.mutate()} />
      <ByHand />
      {data.connected && <ReadNow />}
      <AutomationForm key={`a${change.submittedAt}`} view={data} busy={change.isPending} onSave={(automation) => change.mutate({ automation })} />
      <ScopeForm key={`s${change.submittedAt}`} view={data} busy={change.isPending} onSave={(scope) => change.mutate({ scope })} />
      <p role="status">{change.isSuccess ? t('setup.saved') : ''}</p>
      <Disconnect />
    </>
  );
}
