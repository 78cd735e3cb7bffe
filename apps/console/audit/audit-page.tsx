import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import type { AuditEntry, AuditVerdict } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { useNames } from '../use-names.ts';

type Page = { entries: AuditEntry[]; next: number | null };

/** Who changed what, when and why: a chain in which no entry can be changed, left out or put in afterwards without being seen. */
export function AuditPage() {
  const { api, t, when } = useConsole();
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
      <h2>{t('page.audit')}</h2>
      <p className="hint">{t('audit.hint')}</p>
      <p className="actions">
        <button type="button" className="primary" disabled={verify.isPending} onClick={() => verify.mutate()} data-testid="verify">
          {t(verify.isPending ? 'audit.verifying' : 'audit.verify')}
        </button>
        <button type="button" disabled={save.isPending} onClick={() => save.mutate()} data-testid="export">
          {t('audit.export')}
        </button>
      </p>
      <Failure of={error ?? verify.error ?? save.error} />
      {verify.data && <Verdict of={verify.data} />}
      <div className="wide">
        <table data-testid="audit" className="tight">
          <thead>
            <tr>
              <th scope="col">{t('audit.no')}</th>
              <th scope="col">{t('audit.when')}</th>
              <th scope="col">{t('audit.who')}</th>
              <th scope="col">{t('audit.what')}</th>
              <th scope="col">{t('audit.about')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ seq, at, actor, action, subject, details, hash }) => (
              <tr key={seq} title={hash}>
                <td>{seq}</td>
                <td>{when(at)}</td>
                <td>{name(actor)}</td>
                <th scope="row">
                  {t.maybe(`did.${action}`)}
                  <span className="detail">{action}</span>
                </th>
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
          {t('audit.older')}
        </button>
      )}
    </>
  );
}

function Verdict({ of: { fault, entries, signedUpTo, keyGone } }: { of: AuditVerdict }) {
  const { installation, t } = useConsole();
  if (fault !== null)
    return (
      <p role="alert" data-testid="verdict">
        {t('audit.notWhole', { fault })}
      </p>
    );
  return (
    <p role="status" data-testid="verdict">
      {t.plural('audit.whole', entries)} {signedUpTo === null ? t('audit.unsigned') : t('audit.signed', { seq: signedUpTo })}{' '}
      {keyGone > 0 && `${t.plural('audit.gone', keyGone)} `}
      {t('audit.trust')} <code>npm run audit -- verify --installation {installation} --file audit.ndjson</code>
    </p>
  );
}
