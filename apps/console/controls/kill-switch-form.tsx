import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { KillSwitch } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure, when } from '../failure.tsx';
import { useNames } from '../use-names.ts';

type Props = { now: KillSwitch; may: boolean; onDone: () => void };

/** Stops everything Deskgraph would write into the helpdesk; agents keep their suggestions. */
export function KillSwitchForm({ now, may, onDone }: Props) {
  const { api } = useConsole();
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
      <h3 id="stop">Stop all actions</h3>
      <p role="status" className={now.on ? 'warning' : undefined} data-testid="stopped">
        {now.on
          ? `Stopped by ${name(now.by)}, ${when(now.at)}: ${now.why}. Nothing is written into the helpdesk.`
          : 'Actions run as far as they are allowed. Stopping them takes away tags, notes and replies, not the suggestions agents see.'}
      </p>
      {may && (
        <>
          <label>
            Reason, kept in the audit
            <input value={why} maxLength={500} onChange={(e) => setWhy(e.target.value)} data-testid="stop-why" />
          </label>
          <button type="button" className="danger" disabled={flip.isPending || why.trim() === ''} onClick={() => flip.mutate()} data-testid="flip">
            {now.on ? 'Let actions run again' : 'Stop all actions'}
          </button>
        </>
      )}
      {flip.data !== undefined && flip.data.inFlight > 0 && <p role="alert">{flip.data.inFlight} actions that had begun are still on their way.</p>}
      <Failure of={flip.error} />
    </section>
  );
}
