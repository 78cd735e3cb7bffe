import { useQuery } from '@tanstack/react-query';
import type { Trace, TraceView } from '#shared/trace';
import { useConsole } from '../console-context.ts';
import { Replay } from './replay.tsx';

const shown = (value: Trace['spans'][number]['attributes'][string]): string => (Array.isArray(value) ? value.join(', ') : String(value));

/** One answer, stage by stage. */
export function TraceDetail({ trace }: { trace: Trace }) {
  const { api, user, t, when, usd, ms } = useConsole();
  const { data } = useQuery({ queryKey: ['trace', trace.id], queryFn: () => api.get<TraceView>(`/v1/traces/${trace.id}`) });
  return (
    <div className="inside" data-testid="trace-detail">
      <dl className="facts">
        <div>
          <dt>{t('traces.release')}</dt>
          <dd>
            <code>{trace.releaseId}</code>
          </dd>
        </div>
        <div>
          <dt>{t('trace.writtenBy')}</dt>
          <dd>{trace.drafter ? (trace.drafter.model ?? trace.drafter.name) : t('trace.noDraft')}</dd>
        </div>
        <div>
          <dt>{t('trace.cost')}</dt>
          <dd>{usd(trace.costUsd)}</dd>
        </div>
        <div>
          <dt>{t('trace.removed')}</dt>
          <dd>{trace.removed.length === 0 ? t('trace.nothing') : trace.removed.map(({ reason, count }) => `${count} × ${reason}`).join(', ')}</dd>
        </div>
        <div>
          <dt>{t('trace.agent')}</dt>
          <dd>
            {data?.feedback.map(({ kind, reason, at }) => `${t.maybe(`feedback.${kind}`) ?? kind}${reason ? ` (${reason})` : ''}, ${when(at)}`).join('; ') ||
              t('trace.nothingYet')}
          </dd>
        </div>
      </dl>
      <ol className="spans">
        {trace.spans.map(({ stage, startMs, durationMs, attributes }) => (
          <li key={stage}>
            <details>
              <summary>
                {t(`stage.${stage}`)} <span className="detail">{t('trace.time', { stage, duration: ms(durationMs), start: ms(startMs) })}</span>
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
          {t('trace.otlp')}
        </button>
      )}
    </div>
  );
}
