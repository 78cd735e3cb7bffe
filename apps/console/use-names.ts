import { useQuery } from '@tanstack/react-query';
import { useConsole } from './console-context.ts';

/** Who is meant by an id of the helpdesk: a name where the account tells it, else the id. */
export function useNames(): (id: string) => string {
  const { api, t } = useConsole();
  const { data } = useQuery({ queryKey: ['setup'], queryFn: api.setup, staleTime: 600_000 });
  return (id) => {
    if (id === 'deskgraph') return t('person.product');
    return data?.choices.people.find((person) => person.id === id)?.name ?? (/^\d+$/.test(id) ? t('person.number', { id }) : id);
  };
}
