import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Role } from '#shared/governance';
import type { SetupView } from '#shared/setup';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { Options } from '../options.tsx';

const roles: Partial<Record<Role, string>> = {
  knowledge_manager: 'Knowledge manager: proposes changes and mends knowledge',
  reviewer: 'Reviewer: approves changes and takes them back',
  auditor: 'Auditor: reads traces and the audit, changes nothing',
  admin: 'Admin: all of it',
};

/** Who of the account's agents may open this console, and as what. */
export function RolesForm() {
  const { api } = useConsole();
  const queries = useQueryClient();
  const [form, setForm] = useState({ id: '', role: 'reviewer' as Role });
  const { data, error } = useQuery({ queryKey: ['setup'], queryFn: api.setup });
  const save = useMutation({
    mutationFn: (given: SetupView['roles']) => api.change({ roles: given }),
    onSuccess: (view) => queries.setQueryData(['setup'], view),
  });
  if (error) return <Failure of={error} />;
  if (!data) return null;
  const { people } = data.choices;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...data.roles, [form.id.trim()]: form.role });
  };
  return (
    <form aria-labelledby="roles" onSubmit={submit} data-testid="roles">
      <h3 id="roles">Roles</h3>
      <p className="hint">
        Administrators of your Zendesk account are admins here. Agents may be given one of these roles; it counts from the next time they open the console.
      </p>
      <ul>
        {Object.entries(data.roles).map(([id, role]) => (
          <li key={id} className="actions" data-testid="role">
            {people.find((person) => person.id === id)?.name ?? `User ${id}`}: {roles[role] ?? role}
            <button
              type="button"
              disabled={save.isPending}
              onClick={() => save.mutate(Object.fromEntries(Object.entries(data.roles).filter(([other]) => other !== id)))}
            >
              Take away
            </button>
          </li>
        ))}
      </ul>
      <label>
        Agent
        <input
          required
          list="people"
          inputMode="numeric"
          pattern="[0-9]{1,20}"
          title="The number of a user"
          placeholder="number of the user"
          value={form.id}
          onChange={(e) => setForm({ ...form, id: e.target.value })}
          data-testid="role-user"
        />
        <datalist id="people">
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </datalist>
      </label>
      <label>
        Role
        <select value={form.role} onChange={(e) => setForm({ ...form, role: e.target.value as Role })} data-testid="role-name">
          <Options of={roles} />
        </select>
      </label>
      <button type="submit" className="primary" disabled={save.isPending} data-testid="give-role">
        Give the role
      </button>
      <Failure of={save.error} />
    </form>
  );
}
