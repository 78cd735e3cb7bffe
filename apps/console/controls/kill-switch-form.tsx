import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { KillSwitch } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { useNames } from '../use-names.ts';

type Props = { now: KillSwitch; may: boolean; onDone: () => void };

/** Stops everything Deskgraph would write into the helpdesk; agents keep their suggestions. */
export function KillSwitchForm({ now, may, onDone }: Props) {
  const { api, t, when } = useConsole();
  const name = useNames();
  const [why, setWhy] = useState('');
  const flip = useMutation({
    mutationFn: () => api.send<{ inFlight: number }>('POST', '/v1/kill-switch', { on: !now.on, why }),
    onSuccess() {
      setWhy('');
      onDone();
    },
  });
  return (
    <section aria-labelledby="stop">
      <h3 id="stop">{t('stop.title')}</h3>
      <p role="status" className={now.on ? 'warning' : undefined} data-testid="stopped">
        {now.on ? t('stop.stopped', { name: name(now.by), when: when(now.at), why: now.why }) : t('stop.runs')}
      </p>
      {may && (
        <>
          <label>
            {t('reason')}
            <input value={why} maxLength={500} onChange={(e) => setWhy(e.target.value)} data-testid="stop-why" />
          </label>
          <button type="button" className="danger" disabled={flip.isPending || why.trim() === ''} onClick={() => flip.mutate()} data-testid="flip">
            {t(now.on ? 'stop.resume' : 'stop.title')}
          </button>
        </>
      )}
      {flip.data !== undefined && flip.data.inFlight > 0 && <p role="alert">{t('stop.inFlight', { count: flip.data.inFlight })}</p>}
      <Failure of={flip.error} />
    </section>
  );
}
