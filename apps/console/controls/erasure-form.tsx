import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Erasure } from '#shared/governance';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { Options } from '../options.tsx';

const kinds = ['email', 'id', 'documentId'] as const;
type Kind = (typeof kinds)[number];
const POLL_MS = 2_000;

/** Erases a person or a document: from what was answered, and from the knowledge that answers come from. */
export function ErasureForm() {
  const { api, t } = useConsole();
  const [kind, setKind] = useState<Kind>('email');
  const [value, setValue] = useState('');
  const erase = useMutation({
    mutationFn: () => api.send<Erasure>('POST', '/v1/erasure', kind === 'documentId' ? { documentId: value.trim() } : { requester: { [kind]: value.trim() } }),
  });
  const begun = erase.data;
  const progress = useQuery({
    queryKey: ['erasure', begun?.id],
    queryFn: () => api.get<Erasure>(`/v1/erasure/${begun?.id}`),
    enabled: begun?.state === 'pending',
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : POLL_MS),
  });
  const shown = progress.data ?? begun;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erase.mutate();
  };
  return (
    <form aria-labelledby="erase" onSubmit={submit}>
      <h3 id="erase">{t('erase.title')}</h3>
      <p className="hint">{t('erase.hint')}</p>
      <label>
        {t('erase.what')}
        <select value={kind} onChange={(e) => setKind(e.target.value as Kind)}>
          <Options of={Object.fromEntries(kinds.map((name) => [name, t(`erase.${name}`)]))} />
        </select>
      </label>
      <label>
        {t('erase.which')}
        <input required maxLength={256} value={value} onChange={(e) => setValue(e.target.value)} data-testid="erase-what" />
      </label>
      <button type="submit" className="danger" disabled={erase.isPending} data-testid="erase">
        {t('erase.do')}
      </button>
      <Failure of={erase.error ?? progress.error} />
      {shown && (
        <p role="status" data-testid="erased">
          {t(`erase.${shown.state}`, { suggestions: shown.suggestions, documents: shown.documents })}
        </p>
      )}
    </form>
  );
}
