import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Proposal } from '#shared/governance';
import type { ReleaseManifest } from '#shared/release';
import { useConsole } from '../console-context.ts';
import { Failure } from '../failure.tsx';
import { Options } from '../options.tsx';

const parts = {
  policies: 'Policies',
  tags: 'Tags that may be given (an empty list: those learned)',
  thresholds: 'Thresholds',
  routing: 'Routing rules',
  voice: 'Voice',
  prompts: 'Prompts and fixed sentences',
  models: 'Language model',
  signals: 'Signals of the search',
  autoReplyIntents: 'Intents with automatic replies',
  linkHosts: 'Hosts a reply may link to',
} as const satisfies Partial<Record<keyof ReleaseManifest, string>>;
type Part = keyof typeof parts;

/** Proposes another value of one part of what is live. Knowledge is changed by its sources and edits, and proposes itself. */
export function ProposeForm({ liveId, onDone }: { liveId: string; onDone: (id: string) => void }) {
  const { api } = useConsole();
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
        throw new Error(`This is not JSON yet: ${error instanceof Error ? error.message : ''}`);
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
      <summary data-testid="propose">Propose a change</summary>
      <form onSubmit={submit}>
        <label>
          What to change
          <select
            value={part}
            onChange={(e) => {
              setPart(e.target.value as Part);
              setText(null);
            }}
            data-testid="part"
          >
            <Options of={parts} />
          </select>
        </label>
        <label>
          Value (JSON)
          <textarea rows={12} spellCheck={false} className="code" value={text ?? now} onChange={(e) => setText(e.target.value)} data-testid="value" />
        </label>
        <label>
          Title
          <input required maxLength={200} value={about.title} onChange={(e) => setAbout({ ...about, title: e.target.value })} data-testid="title" />
        </label>
        <label>
          Why
          <input required maxLength={2_000} value={about.why} onChange={(e) => setAbout({ ...about, why: e.target.value })} data-testid="reason" />
        </label>
        <button type="submit" className="primary" disabled={propose.isPending || !data} data-testid="submit-proposal">
          Propose
        </button>
        <Failure of={propose.error} />
      </form>
    </details>
  );
}
