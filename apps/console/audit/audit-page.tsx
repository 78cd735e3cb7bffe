import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { AuditEntry, AuditVerdict } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure, when } from '../failure.tsx';
import { useNames } from '../use-names.ts';

type Page = { entries: AuditEntry[]; next: number | null };

/** Who changed what, when and why: a chain in which no entry can be changed, left out or put in afterwards without being seen. */
export function AuditPage() {
  const { api } = useConsole();
  const verify = useMutation({ mutationFn: () => api.get<AuditVerdict>('/v1/audit/verify') });
  const save = useMutation({ mutationFn: () => api.download('/v1/audit/export', 'audit.ndjson') });
  const name = useNames();
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['audit'],
    initialPageParam: Number.MAX_SAFE_INTEGER,
    queryFn: ({ pageParam }) => api.get<Page>(`/v1/audit?before=${pageParam}`),
    getNextPageParam: ({ next }) => next,
  });
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <>
      <h2>Audit</h2>
      <p className="hint">
        Every change of configuration, approval, write into the helpdesk, sign-in, export and deletion. Each entry holds the hash of the one before.
      </p>
      <p className="actions">
        <button type="button" className="primary" disabled={verify.isPending} onClick={() => verify.mutate()} data-testid="verify">
          {verify.isPending ? 'Checking…' : 'Check the chain'}
        </button>
        <button type="button" disabled={save.isPending} onClick={() => save.mutate()} data-testid="export">
          Export
        </button>
      </p>
      <Failure of={error ?? verify.error ?? save.error} />
      {verify.data && <Verdict of={verify.data} />}
      <div className="wide">
        <table data-testid="audit" className="tight">
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">About</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ seq, at, actor, action, subject, details, hash }) => (
              <tr key={seq} title={hash}>
                <td>{seq}</td>
                <td>{when(at)}</td>
                <td>{name(actor)}</td>
                <th scope="row">{action}</th>
                <td>
                  {subject}
                  <span className="detail">
                    {Object.entries(details)
                      .filter(([, value]) => value !== '' && value !== null)
                      .map(([name, value]) => `${name}: ${value}`)
                      .join(' · ')}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          Older entries
        </button>
      )}
    </>
  );
}

function Verdict({ of: { fault, entries, signedUpTo } }: { of: AuditVerdict }) {
  if (fault !== null)
    return (
      <p role="alert" data-testid="verdict">
        NOT WHOLE: {fault}
      </p>
    );
  return (
    <p role="status" data-testid="verdict">
      The chain of {entries} entries is whole. {signedUpTo === null ? 'Nothing is signed yet.' : `Signed outside up to entry ${signedUpTo}.`} To check it
      without trusting Deskgraph, export it and run <code>npm run audit -- verify --file audit.ndjson</code> with the key.
    </p>
  );
}
