import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Proposal, ReleaseView } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { useNames } from '../use-names.ts';
import { ChangeDetail } from './change-detail.tsx';
import { inWords } from './change-table.tsx';
import { ProposeForm } from './propose-form.tsx';
import { Releases } from './releases.tsx';

/** What shapes answers, how it was changed and by whom: proposals, their gate, and the releases that came of them. */
export function ChangesPage() {
  const { api, user, t, when } = useConsole();
  const queries = useQueryClient();
  const name = useNames();
  const [open, setOpen] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['changes'],
    queryFn: async () => {
      const [{ proposals }, { releases }] = await Promise.all([
        api.get<{ proposals: Proposal[] }>('/v1/proposals'),
        api.get<{ releases: ReleaseView[] }>('/v1/releases'),
      ]);
      return { proposals, releases };
    },
  });
  const reload = () => void queries.invalidateQueries({ queryKey: ['changes'] });

  if (error) return <Failure of={error} />;
  if (!data) return <p aria-busy="true">{t('changes.reading')}</p>;
  const live = data.releases.find(({ state }) => state === 'live');
  return (
    <>
      <h2>{t('page.changes')}</h2>
      <p className="hint">{t('changes.hint')}</p>
      <ul className="steps" aria-label={t('changes.list')}>
        {data.proposals.map((proposal) => (
          <li key={proposal.id} data-state={proposal.state === 'live' ? 'done' : proposal.gate?.ok === false ? 'failed' : 'open'} className="stacked">
            <button
              type="button"
              className="row"
              aria-expanded={open === proposal.id}
              data-testid="proposal"
              onClick={() => setOpen(open === proposal.id ? null : proposal.id)}
            >
              <span className="state">{t(proposal.gate?.ok === false && proposal.state === 'proposed' ? 'state.held' : `state.${proposal.state}`)}</span>
              <span className="what">
                <strong>{inWords(proposal.title, t)}</strong>
                <span className="detail">
                  {name(proposal.createdBy)}, {when(proposal.createdAt)}
                </span>
              </span>
            </button>
            {open === proposal.id && <ChangeDetail proposal={proposal} onDone={reload} />}
          </li>
        ))}
      </ul>
      {data.proposals.length === 0 && <p>{t('changes.none')}</p>}
      {user.role !== 'auditor' && live && (
        <ProposeForm
          liveId={live.id}
          onDone={(id) => {
            reload();
            setOpen(id);
          }}
        />
      )}
      <Releases releases={data.releases} onDone={reload} />
    </>
  );
}
