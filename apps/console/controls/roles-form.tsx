import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Role } from '#shared/governance';
import type { SetupView } from '#shared/setup';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { Options } from '../options.tsx';
import { useNames } from '../use-names.ts';

const given = ['knowledge_manager', 'reviewer', 'auditor', 'admin'] as const satisfies Role[];
const BY_NUMBER = 'number';

/** Who of the account's agents may open this console, and as what. */
export function RolesForm() {
  const { api, t, locale } = useConsole();
  const name = useNames();
  const queries = useQueryClient();
  const [form, setForm] = useState({ person: '', number: '', role: 'reviewer' as Role });
  const { data, error } = useQuery({ queryKey: ['setup'], queryFn: api.setup });
  const save = useMutation({
    mutationFn: (roles: SetupView['roles']) => api.change({ roles }),
    onSuccess(view) {
      queries.setQueryData(['setup'], view);
      setForm((form) => ({ ...form, person: '', number: '' }));
    },
  });
  if (error) return <Failure of={error} />;
  if (!data) return null;
  const { people } = data.choices;
  // An account that tells nobody's name leaves the number.
  const byNumber = people.length === 0 || form.person === BY_NUMBER;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...data.roles, [byNumber ? form.number.trim() : form.person]: form.role });
  };
  return (
    <form aria-labelledby="roles" onSubmit={submit} data-testid="roles">
      <h3 id="roles">{t('roles.title')}</h3>
      <p className="hint">{t('roles.hint')}</p>
      <ul>
        {Object.entries(data.roles).map(([id, role]) => (
          <li key={id} className="actions" data-testid="role">
            {t('roles.held', { name: name(id), role: t(`roles.${role}`) })}
            <button
              type="button"
              disabled={save.isPending}
              onClick={() => save.mutate(Object.fromEntries(Object.entries(data.roles).filter(([other]) => other !== id)))}
            >
              {t('roles.takeAway')}
            </button>
          </li>
        ))}
      </ul>
      {people.length > 0 && (
        <label>
          {t('roles.person')}
          <select required value={form.person} onChange={(e) => setForm({ ...form, person: e.target.value })} data-testid="role-person">
            <option value="">{t('roles.choose')}</option>
            {[...people]
              .sort((a, b) => a.name.localeCompare(b.name, locale))
              .map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            <option value={BY_NUMBER}>{t('roles.byNumber')}</option>
          </select>
        </label>
      )}
      {byNumber && (
        <label>
          {t('roles.number')}
          <input
            required
            inputMode="numeric"
            pattern="[0-9]{1,20}"
            title={t('roles.numberHint')}
            value={form.number}
            onChange={(e) => setForm({ ...form, number: e.target.value })}
            data-testid="role-number"
          />
          <span className="hint">{t('roles.numberHint')}</span>
        </label>
      )}
      <label>
        {t('roles.role')}
        <select value={form.role} onChange={(e) => setForm({ ...form, role: e.target.value as Role })} data-testid="role-name">
          <Options of={Object.fromEntries(given.map((role) => [role, t(`roles.${role}`)]))} />
        </select>
      </label>
      <button type="submit" className="primary" disabled={save.isPending} data-testid="give-role">
        {t('roles.give')}
      </button>
      <Failure of={save.error} />
    </form>
  );
}
