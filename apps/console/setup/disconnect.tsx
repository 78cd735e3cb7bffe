import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '../console-context.ts';

/** Takes everything away, after asking once. What Zendesk did not let go of is named. */
export function Disconnect() {
  const { api } = useConsole();
  const [asking, setAsking] = useState(false);
  const removal = useMutation({ mutationFn: api.disconnect });
  const { data } = removal;
  if (data)
    return (
      <section role="status" data-testid="removed">
        <h3>Deskgraph is disconnected</h3>
        <p>
          Removed: {data.webhook ? 'the webhook' : 'no webhook'}, {data.triggers} triggers, the access token{data.tokenRevoked ? '' : ' (here only)'},{' '}
          {data.snapshots} parts of knowledge, {data.vectors} vectors, and all data of this account. The audit record of the removal stays.
        </p>
        {data.left.length > 0 && (
          <>
            <p>Left in Zendesk, to be removed by hand in Admin Center:</p>
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
      <h3 id="disconnect">Disconnect</h3>
      {removal.error && <p role="alert">{removal.error.message}</p>}
      {asking ? (
        <p className="actions">
          This removes webhook, triggers, access, knowledge and data. It cannot be undone.
          <button type="button" className="danger" disabled={removal.isPending} onClick={() => removal.mutate()} data-testid="disconnect-confirm">
            Remove everything
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            Keep
          </button>
        </p>
      ) : (
        <button type="button" onClick={() => setAsking(true)} data-testid="disconnect">
          Disconnect Deskgraph…
        </button>
      )}
    </section>
  );
}
