import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ControlSettings, KillSwitch } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { BudgetForm } from './budget-form.tsx';
import { ErasureForm } from './erasure-form.tsx';
import { KillSwitchForm } from './kill-switch-form.tsx';
import { RolesForm } from './roles-form.tsx';
import { RulesForm } from './rules-form.tsx';

export type Controls = { controls: ControlSettings; killSwitch: KillSwitch };

/** Who may change what, how long things are kept, and the stop for everything Deskgraph writes. */
export function ControlsPage() {
  const { api, user, platform, t } = useConsole();
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: ['controls'], queryFn: () => api.get<Controls>('/v1/settings') });
  const reload = () => queries.invalidateQueries({ queryKey: ['controls'] });
  const save = useMutation({ mutationFn: (change: object) => api.send('PUT', '/v1/settings', change), onSuccess: reload });
  if (error) return <Failure of={error} />;
  if (!data) return <p aria-busy="true">{t('controls.reading')}</p>;
  const admin = user.role === 'admin';
  return (
    <>
      <h2>{t('page.controls')}</h2>
      {!admin && <p className="hint">{t('controls.onlyAdmin')}</p>}
      <KillSwitchForm now={data.killSwitch} may={admin} onDone={reload} />
      <RulesForm key={save.submittedAt} now={data.controls} may={admin} busy={save.isPending} onSave={(change) => save.mutate(change)} />
      <p role="status">{save.isSuccess ? t('setup.saved') : ''}</p>
      <Failure of={save.error} />
      <BudgetForm may={admin} />
      {admin && platform === 'zendesk' && <RolesForm />}
      {admin && <ErasureForm />}
    </>
  );
}
