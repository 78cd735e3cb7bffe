import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Proposal } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { useNames } from '../use-names.ts';
import { BlastRadiusView } from './blast-radius-view.tsx';
import { ChangeTable, inWords } from './change-table.tsx';
import { GateView } from './gate-view.tsx';

type Step = 'evaluate' | 'approve' | 'publish';

/** The next steps of a proposal; the Worker decides whether this user may take them. */
function stepsOf({ state }: Proposal, role: string): Step[] {
  const decides = role === 'reviewer' || role === 'admin';
  if (role === 'auditor' || state === 'live' || state === 'retired') return [];
  if (state === 'proposed') return ['evaluate'];
  if (state === 'evaluated') return decides ? ['evaluate', 'approve', 'publish'] : ['evaluate'];
  return decides ? ['publish'] : [];
}

/** One proposal: what it changes in words, what the gate found, which tickets would be answered otherwise, and what comes next. */
export function ChangeDetail({ proposal, onDone }: { proposal: Proposal; onDone: () => void }) {
  const { api, user, t, when } = useConsole();
  const name = useNames();
  const [why, setWhy] = useState('');
  const path = `/v1/proposals/${encodeURIComponent(proposal.id)}`;
  // Of new knowledge the list tells a hash alone; here stands what is in it.
  const { data, error } = useQuery({ queryKey: ['proposal', proposal.id, proposal.state], queryFn: () => api.get<Proposal>(path) });
  const step = useMutation({
    mutationFn: (wanted: Step) => api.send<Proposal>('POST', `${path}/${wanted}`, wanted === 'evaluate' ? {} : { why }),
    onSuccess: onDone,
  });
  const { gate, approvals } = proposal;
  const next = stepsOf(proposal, user.role);
  return (
    <div className="inside" data-testid="proposal-detail">
      <p>{inWords(proposal.why, t)}</p>
      <Failure of={error} />
      {data ? <ChangeTable changes={data.changes} /> : <p aria-busy="true">{t('comparing')}</p>}
      {gate ? <GateView gate={gate} /> : <p className="hint">{t('gate.none')}</p>}
      {approvals.map(({ by, at, why: reason }) => (
        <p key={at} data-testid="approval">
          {t('change.approved', { name: name(by), when: when(at), why: reason })}
        </p>
      ))}
      {user.role !== 'auditor' && proposal.state !== 'live' && <BlastRadiusView path={path} />}
      {next.some((action) => action !== 'evaluate') && (
        <label>
          {t('reason')}
          <input value={why} maxLength={2_000} onChange={(e) => setWhy(e.target.value)} data-testid="why" />
        </label>
      )}
      <p className="actions">
        {next.map((action) => (
          <button
            key={action}
            type="button"
            className={action === 'publish' ? 'primary' : undefined}
            disabled={step.isPending || (action !== 'evaluate' && why.trim() === '')}
            onClick={() => step.mutate(action)}
            data-testid={action}
          >
            {t(step.isPending && step.variables === action ? 'busy' : `change.${action}`)}
          </button>
        ))}
      </p>
      <Failure of={step.error} />
    </div>
  );
}
