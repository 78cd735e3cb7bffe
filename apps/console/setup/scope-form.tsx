import { type FormEvent, useState } from 'react';
import type { Choice, Scope, SetupView } from '#shared/setup';
import { useConsole } from '../console-context.ts';

const sources = ['articles', 'tickets', 'macros', 'catalogue'] as const;

type Props = { view: SetupView; busy: boolean; onSave: (scope: Scope) => void };

/** Which part of the account Deskgraph reads and works on. Nothing chosen in a list means all of it. */
export function ScopeForm({ view, busy, onSave }: Props) {
  const { t } = useConsole();
  const [form, setForm] = useState(view.scope);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(form);
  };
  return (
    <form aria-labelledby="scope" onSubmit={save} data-testid="scope">
      <h3 id="scope">{t('scope.title')}</h3>
      <fieldset>
        <legend>{t('scope.reads')}</legend>
        {sources.map((value) => (
          <label key={value} className="check">
            <input type="checkbox" checked={form.sources.includes(value)} onChange={() => setForm({ ...form, sources: toggled(form.sources, value) })} />
            {t(`scope.${value}`)}
          </label>
        ))}
      </fieldset>
      <Choices title={t('scope.groups')} all={view.choices.groups} chosen={form.groups} onChange={(groups) => setForm({ ...form, groups })} />
      <Choices title={t('scope.brands')} all={view.choices.brands} chosen={form.brands} onChange={(brands) => setForm({ ...form, brands })} />
      <Choices
        title={t('scope.tags')}
        all={view.choices.tags.map(({ name }) => ({ id: name, name }))}
        chosen={form.tags}
        onChange={(tags) => setForm({ ...form, tags })}
      />
      <button type="submit" className="primary" disabled={busy}>
        {t('scope.save')}
      </button>
    </form>
  );
}

function Choices({ title, all, chosen, onChange }: { title: string; all: Choice[]; chosen: string[]; onChange: (chosen: string[]) => void }) {
  const { t } = useConsole();
  const known = new Set(all.map(({ id }) => id));
  // What was chosen and is gone from the account can still be unchosen.
  const shown = [...all, ...chosen.filter((id) => !known.has(id)).map((id) => ({ id, name: id }))].sort((a, b) => a.name.localeCompare(b.name));
  if (shown.length === 0) return null;
  return (
    <details>
      <summary>{t(chosen.length === 0 ? 'scope.all' : 'scope.some', { title, count: chosen.length })}</summary>
      <div className="choices">
        {shown.map(({ id, name }) => (
          <label key={id} className="check">
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => onChange(toggled(chosen, id))} />
            {name}
          </label>
        ))}
      </div>
    </details>
  );
}

const toggled = <T,>(list: T[], value: T): T[] => (list.includes(value) ? list.filter((v) => v !== value) : [...list, value]);
