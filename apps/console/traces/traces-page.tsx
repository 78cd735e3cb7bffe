import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { TraceList } from '#shared/trace';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { TraceDetail } from './trace-detail.tsx';

const outcomes = ['answer', 'clarify', 'escalate', 'abstain'] as const;
const empty = { ticket: '', outcome: '', reason: '', article: '', release: '' };
type Search = typeof empty;
const fields = ['ticket', 'reason', 'article', 'release'] as const;

/** Every answer that was given, found by what it was about, how it was decided and what it rested on. */
export function TracesPage() {
  const { api, t, when, ms } = useConsole();
  const [form, setForm] = useState(empty);
  const [search, setSearch] = useState(empty);
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['traces', search],
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const given = Object.entries({ ...search, before: pageParam }).filter(([, value]) => value !== '');
      return api.get<TraceList>(`/v1/traces?${new URLSearchParams(given)}`);
    },
    getNextPageParam: ({ next }) => next,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setOpen(null);
    setSearch(Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.trim()])) as Search);
  };
  const traces = data?.pages.flatMap((page) => page.traces) ?? [];
  return (
    <>
      <h2>{t('page.traces')}</h2>
      <p className="hint">{t('traces.hint')}</p>
      <search>
        <form className="filters" onSubmit={submit}>
          {fields.map((name) => (
            <label key={name}>
              {t(`traces.${name}`)}
              <input
                value={form[name]}
                maxLength={256}
                placeholder={t(`traces.${name}.hint`)}
                onChange={(e) => setForm({ ...form, [name]: e.target.value })}
                data-testid={name}
              />
            </label>
          ))}
          <label>
            {t('traces.outcome')}
            <select value={form.outcome} onChange={(e) => setForm({ ...form, outcome: e.target.value })} data-testid="outcome">
              <option value="">{t('traces.any')}</option>
              {outcomes.map((name) => (
                <option key={name} value={name}>
                  {t(`outcome.${name}`)}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" className="primary" data-testid="search">
            {t('traces.search')}
          </button>
        </form>
      </search>
      <Failure of={error} />
      <ul className="steps" aria-busy={isFetching}>
        {traces.map((trace) => (
          <li key={trace.id} className="stacked">
            <button
              type="button"
              className="row"
              aria-expanded={open === trace.id}
              onClick={() => setOpen(open === trace.id ? null : trace.id)}
              data-testid="trace"
            >
              <span className="state">{t.maybe(`outcome.${trace.outcome}`) ?? trace.outcome}</span>
              <span className="what">
                <strong>{t('ticket', { id: trace.ticketId })}</strong>
                <span className="detail">
                  {when(trace.startedAt)} · {ms(trace.totalMs)} · {trace.documents[0] ?? t('traces.noArticle')}
                </span>
              </span>
            </button>
            {open === trace.id && <TraceDetail trace={trace} />}
          </li>
        ))}
      </ul>
      {data && traces.length === 0 && <p role="status">{t('traces.none')}</p>}
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {t('older')}
        </button>
      )}
    </>
  );
}
