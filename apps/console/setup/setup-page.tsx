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
  const { api } = useConsole();
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
          Try again
        </button>
      </p>
    );
  if (!data) return <p aria-busy="true">Reading the set-up…</p>;
  const failed = repair.error ?? change.error;
  return (
    <>
      <h2>Set-up of {data.account.name}</h2>
      {failed && <p role="alert">{failed.message}</p>}
      {data.needsReconnect && (
        <p role="alert" className="warning">
          Zendesk no longer accepts Deskgraph’s access. New tickets wait, and nothing is lost.{' '}
          <a href={data.connectUrl} target="_blank" rel="noopener">
            Connect again
          </a>
        </p>
      )}
      {data.heldBuild && (
        <p role="status" className="warning">
          New knowledge is not live yet. {data.heldBuild}
        </p>
      )}
      <Steps view={data} busy={repair.isPending} onRepair={() => repair.mutate()} />
      <ByHand />
      {data.connected && <ReadNow />}
      <AutomationForm key={`a${change.submittedAt}`} view={data} busy={change.isPending} onSave={(automation) => change.mutate({ automation })} />
      <ScopeForm key={`s${change.submittedAt}`} view={data} busy={change.isPending} onSave={(scope) => change.mutate({ scope })} />
      <p role="status">{change.isSuccess ? 'Saved.' : ''}</p>
      <Disconnect />
    </>
  );
}
