import { type FormEvent, useState } from 'react';
import type { ControlSettings } from '#shared/governance';

type Props = { now: ControlSettings; may: boolean; busy: boolean; onSave: (change: Partial<ControlSettings>) => void };

/** How a change goes live, and how long things are kept. */
export function RulesForm({ now, may, busy, onSave }: Props) {
  const [{ secondPerson, traceDays, suggestionDays }, setForm] = useState(now);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ secondPerson, traceDays, suggestionDays });
  };
  const days = (name: 'traceDays' | 'suggestionDays', label: string, value: number) => (
    <label>
      {label}
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
      <h3 id="rules">Changes and memory</h3>
      <fieldset disabled={!may}>
        <label className="check">
          <input
            type="checkbox"
            checked={secondPerson}
            onChange={(e) => setForm((form) => ({ ...form, secondPerson: e.target.checked }))}
            data-testid="second-person"
          />
          A change needs the approval of a second person, never of who proposed it
        </label>
        {days('traceDays', 'Days that traces are kept', traceDays)}
        {days('suggestionDays', 'Days that suggestions, and what they can be computed again from, are kept', suggestionDays)}
        <button type="submit" className="primary" disabled={busy} data-testid="save-rules">
          Save
        </button>
      </fieldset>
    </form>
  );
}
