import type { Change } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import type { Translation } from '../translate.ts';

/** Differences in words, before beside after. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  const { t } = useConsole();
  if (changes.length === 0) return <p>{t('diff.same')}</p>;
  return (
    <div className="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('diff.what')}</th>
            <th scope="col">{t('diff.before')}</th>
            <th scope="col">{t('diff.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ part, what, before, after }) => (
            <tr key={`${part} ${what}`}>
              <th scope="row">
                {inWords(what, t)} <span className="detail">{t.maybe(`part.${part}`) ?? part}</span>
              </th>
              <td>{before ?? '—'}</td>
              <td>{after ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the Worker says in English of its own accord. What people wrote stays, and so do the names of things. */
export function inWords(what: string, t: Translation['t']): string {
  const [, name = '', verb] = /^(.+) (added|removed|changed)$/.exec(what) ?? [];
  return verb === undefined ? (t.maybe(`detail.${what}`) ?? what) : t(`diff.${verb as 'added' | 'removed' | 'changed'}`, { what: name });
}
