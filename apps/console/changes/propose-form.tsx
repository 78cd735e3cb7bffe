import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Proposal } from '#shared/governance';
import type { ReleaseManifest } from '#shared/release';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { Options } from '../options.tsx';

const parts = [
  'policies',
  'tags',
  'thresholds',
  'routing',
  'voice',
  'prompts',
  'models',
  'signals',
  'autoReplyIntents',
  'linkHosts',
] as const satisfies (keyof ReleaseManifest)[];
type Part = (typeof parts)[number];

/** Proposes another value of one part of what is live. Knowledge is changed by its sources and edits, and proposes itself. */
export function ProposeForm({ liveId, onDone }: { liveId: string; onDone: (id: string) => void }) {
  const { api, t } = useConsole();
  const [part, setPart] = useState<Part>('policies');
  const [text, setText] = useState<string | null>(null);
  const [about, setAbout] = useState({ title: '', why: '' });
  const { data } = useQuery({ queryKey: ['release', liveId], queryFn: () => api.get<{ manifest: ReleaseManifest }>(`/v1/releases/${liveId}`) });
  const now = data ? JSON.stringify(data.manifest[part], null, 2) : '';
  const propose = useMutation({
    mutationFn: async () => {
      let value: unknown;
      try {
        value = JSON.parse(text ?? now);
      } catch (error) {
        throw new Error(t('propose.notJson', { reason: error instanceof Error ? error.message : '' }));
      }
      return api.send<Proposal>('POST', '/v1/proposals', { ...about, change: { [part]: value } });
    },
    onSuccess({ id }) {
      setText(null);
      setAbout({ title: '', why: '' });
      onDone(id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate();
  };
  return (
    <details>
      <summary data-testid="propose">{t('propose.title')}</summary>
      <form onSubmit={submit}>
        <label>
          {t('propose.part')}
          <select
            value={part}
            onChange={(e) => {
              setPart(e.target.value as Part);
              setText(null);
            }}
            data-testid="part"
          >
            <Options of={Object.fromEntries(parts.map((name) => [name, t(`part.${name}`)]))} />
          </select>
        </label>
        <label>
          {t('propose.value')}
          <textarea rows={12} spellCheck={false} className="code" value={text ?? now} onChange={(e) => setText(e.target.value)} data-testid="value" />
        </label>
        {part === 'tags' && <p className="hint">{t('propose.empty')}</p>}
        <label>
          {t('propose.name')}
          <input required maxLength={200} value={about.title} onChange={(e) => setAbout({ ...about, title: e.target.value })} data-testid="title" />
        </label>
        <label>
          {t('propose.why')}
          <input required maxLength={2_000} value={about.why} onChange={(e) => setAbout({ ...about, why: e.target.value })} data-testid="reason" />
        </label>
        <button type="submit" className="primary" disabled={propose.isPending || !data} data-testid="submit-proposal">
          {t('propose.submit')}
        </button>
        <Failure of={propose.error} />
      </form>
    </details>
  );
}
