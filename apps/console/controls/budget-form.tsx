import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Budget, BudgetLimits } from '#shared/budget';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';

/** What language models may cost in a month, and what they have cost in this one. */
export function BudgetForm({ may }: { may: boolean }) {
  const { api, t, number, usd } = useConsole();
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: ['budget'], queryFn: () => api.get<Budget>('/v1/budget') });
  const save = useMutation({
    mutationFn: (limits: BudgetLimits) => api.send<Budget>('PUT', '/v1/budget', limits),
    onSuccess: (budget) => queries.setQueryData(['budget'], budget),
  });
  if (error) return <Failure of={error} />;
  if (!data) return null;
  const { spent, state, month } = data;
  return (
    <section aria-labelledby="budget">
      <h3 id="budget">{t('budget.title')}</h3>
      <p data-testid="spent">{t('budget.spent', { month, calls: number(spent.calls), tokens: number(spent.tokens), usd: usd(spent.usd, 2) })}</p>
      {state !== 'ok' && (
        <p role="status" className="warning">
          {t(`budget.${state}`)}
        </p>
      )}
      <Limits key={save.submittedAt} now={data.limits} may={may} busy={save.isPending} onSave={(limits) => save.mutate(limits)} />
      <p role="status">{save.isSuccess ? t('budget.saved') : ''}</p>
      <Failure of={save.error} />
    </section>
  );
}

type LimitsProps = { now: BudgetLimits; may: boolean; busy: boolean; onSave: (limits: BudgetLimits) => void };

function Limits({ now, may, busy, onSave }: LimitsProps) {
  const { t } = useConsole();
  const [form, setForm] = useState({ tokens: String(now.tokens ?? ''), usd: String(now.usd ?? '') });
  const limit = (text: string): number | null => (text === '' ? null : Number(text));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ tokens: limit(form.tokens), usd: limit(form.usd) });
  };
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!may}>
        <label>
          {t('budget.tokens')}
          <input type="number" min={0} value={form.tokens} onChange={(e) => setForm({ ...form, tokens: e.target.value })} data-testid="budget-tokens" />
        </label>
        <label>
          {t('budget.usd')}
          <input type="number" min={0} step="0.01" value={form.usd} onChange={(e) => setForm({ ...form, usd: e.target.value })} data-testid="budget-usd" />
        </label>
        <button type="submit" className="primary" disabled={busy} data-testid="save-budget">
          {t('budget.save')}
        </button>
      </fieldset>
    </form>
  );
}
