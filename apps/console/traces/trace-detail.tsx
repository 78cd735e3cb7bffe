import { useQuery } from '@tanstack/react-query';
import type { Trace, TraceView } from '#shared/trace';
import { useConsole } from '../console-context.ts';
import { when } from '../failure.tsx';
import { Replay } from './replay.tsx';

const stages: Record<Trace['spans'][number]['stage'], string> = {
  normalize: 'Read the ticket',
  enrich: 'Found what it mentions',
  retrieve: 'Found articles and like tickets',
  triage: 'Judged topic and risk',
  decide: 'Decided',
  draft: 'Wrote the draft',
  ground: 'Checked every sentence',
  route: 'Chose the way',
  trace: 'Kept the trace',
};
const shown = (value: Trace['spans'][number]['attributes'][string]): string => (Array.isArray(value) ? value.join(', ') : String(value));

/** One answer, stage by stage. */
export function TraceDetail({ trace }: { trace: Trace }) {
  const { api, user } = useConsole();
  const { data } = useQuery({ queryKey: ['trace', trace.id], queryFn: () => api.get<TraceView>(`/v1/traces/${trace.id}`) });
  return (
    <div className="inside" data-testid="trace-detail">
      <dl className="facts">
        <div>
          <dt>Release</dt>
          <dd>
            <code>{trace.releaseId}</code>
          </dd>
        </div>
        <div>
          <dt>Written by</dt>
          <dd>{trace.drafter ? (trace.drafter.model ?? trace.drafter.name) : 'nobody: there is no draft'}</dd>
        </div>
        <div>
          <dt>Cost</dt>
          <dd>${trace.costUsd.toFixed(4)}</dd>
        </div>
        <div>
          <dt>Taken out of the draft</dt>
          <dd>{trace.removed.length === 0 ? 'nothing' : trace.removed.map(({ reason, count }) => `${count} × ${reason}`).join(', ')}</dd>
        </div>
        <div>
          <dt>What the agent did</dt>
          <dd>{data?.feedback.map(({ kind, reason, at }) => `${kind}${reason ? ` (${reason})` : ''}, ${when(at)}`).join('; ') || 'nothing yet'}</dd>
        </div>
      </dl>
      <ol className="spans">
        {trace.spans.map(({ stage, startMs, durationMs, attributes }) => (
          <li key={stage}>
            <details>
              <summary>
                {stages[stage]}{' '}
                <span className="detail">
                  {stage}, {durationMs.toFixed(0)} ms, from {startMs.toFixed(0)} ms on
                </span>
              </summary>
              <dl className="facts">
                {Object.entries(attributes).map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{shown(value) || '—'}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </li>
        ))}
      </ol>
      {(user.role === 'reviewer' || user.role === 'admin') && <Replay suggestionId={trace.suggestionId} />}
      {(user.role === 'auditor' || user.role === 'admin') && (
        <button type="button" onClick={() => void api.download(`/v1/traces/${trace.id}/otlp`, `${trace.id}.json`)} data-testid="otlp">
          Save as OpenTelemetry (OTLP JSON)
        </button>
      )}
    </div>
  );
}
