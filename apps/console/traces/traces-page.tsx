import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { TraceList } from '#shared/trace';
import { useConsole } from '../console-context.ts';
import { Failure, when } from '../failure.tsx';
import { TraceDetail } from './trace-detail.tsx';

const outcomes = ['answer', 'clarify', 'escalate', 'abstain'];
const empty = { ticket: '', outcome: '', reason: '', article: '', release: '' };
type Search = typeof empty;
const fields: { name: Exclude<keyof Search, 'outcome'>; title: string; hint: string }[] = [
  { name: 'ticket', title: 'Ticket', hint: 'its number' },
  { name: 'reason', title: 'Reason', hint: 'such as evidence_weak' },
  { name: 'article', title: 'Article', hint: 'its id' },
  { name: 'release', title: 'Release', hint: 'rel_…' },
];

/** Every answer that was given, found by what it was about, how it was decided and what it rested on. */
export function TracesPage() {
  const { api } = useConsole();
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
      <h2>Traces</h2>
      <p className="hint">
        The path of every answer: what was read, chosen, written and taken out, and what the agent did with it. No word of the customer is kept here.
      </p>
      <search>
        <form className="filters" onSubmit={submit}>
          {fields.map(({ name, title, hint }) => (
            <label key={name}>
              {title}
              <input value={form[name]} maxLength={256} placeholder={hint} onChange={(e) => setForm({ ...form, [name]: e.target.value })} data-testid={name} />
            </label>
          ))}
          <label>
            Outcome
            <select value={form.outcome} onChange={(e) => setForm({ ...form, outcome: e.target.value })} data-testid="outcome">
              <option value="">any</option>
              {outcomes.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <button type="submit" className="primary" data-testid="search">
            Search
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
              <span className="state">{trace.outcome}</span>
              <span className="what">
                <strong>Ticket {trace.ticketId}</strong>
                <span className="detail">
                  {when(trace.startedAt)} · {Math.round(trace.totalMs)} ms · {trace.documents[0] ?? 'no article'}
                </span>
              </span>
            </button>
            {open === trace.id && <TraceDetail trace={trace} />}
          </li>
        ))}
      </ul>
      {data && traces.length === 0 && <p role="status">No answer fits this search.</p>}
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          Older ones
        </button>
      )}
    </>
  );
}
