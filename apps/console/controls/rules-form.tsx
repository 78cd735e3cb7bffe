import { type FormEvent, useState } from 'react';
import type { ControlSettings } from '#shared/governance';
import { useConsole } from '../console-context.ts';

type Props = { now: ControlSettings; may: boolean; busy: boolean; onSave: (change: Partial<ControlSettings>) => void };

/** How a change goes live, and how long things are kept. */
export function RulesForm({ now, may, busy, onSave }: Props) {
  const { t } = useConsole();
  const [{ secondPerson, traceDays, suggestionDays }, setForm] = useState(now);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ secondPerson, traceDays, suggestionDays });
  };
  const days = (name: 'traceDays' | 'suggestionDays', value: number) => (
    <label>
      {t(`rules.${name}`)}
      <input
        type="number"
        min={1}
        max={3_650}
        required
        value={value}
        onChange={(e) => setForm((form) => ({ ...form, [name]: e.target.valueAsNumber }))}
        data-testid={name}
      />
    </label>
  );
  return (
    <form aria-labelledby="rules" onSubmit={submit}>
      <h3 id="rules">{t('rules.title')}</h3>
      <fieldset disabled={!may}>
        <label className="check">
          <input
            type="checkbox"
            checked={secondPerson}
            onChange={(e) => setForm((form) => ({ ...form, secondPerson: e.target.checked }))}
            data-testid="second-person"
          />
          {t('rules.secondPerson')}
        </label>
        {days('traceDays', traceDays)}
        {days('suggestionDays', suggestionDays)}
        <button type="submit" className="primary" disabled={busy} data-testid="save-rules">
          {t('save')}
        </button>
      </fieldset>
    </form>
  );
}
