import type { SetupView } from '#shared/setup';
import { useConsole } from '../console-context.ts';
import type { Translation } from '../translate.ts';

type Props = { view: SetupView; busy: boolean; onRepair: () => void };

/** Every step of the connection with its state; all of them may be repeated. */
export function Steps({ view, busy, onRepair }: Props) {
  const { t } = useConsole();
  return (
    <section aria-labelledby="steps">
      <h3 id="steps">{t('steps.title')}</h3>
      <ol className="steps">
        {view.steps.map((step) => (
          <li key={step.id} data-state={step.state} data-testid={`step-${step.id}`}>
            <span className="state">{t(`state.${step.state}`)}</span>
            <span className="what">
              <strong>{t(`steps.${step.id}`)}</strong>
              {step.detail && <span className="detail">{detailIn(step.detail, t)}</span>}
            </span>
          </li>
        ))}
      </ol>
      <p className="actions">
        {/* Without access no step can be done: connecting comes first then, to the eye too. */}
        <a className={view.connected ? undefined : 'button primary'} href={view.connectUrl} target="_blank" rel="noopener">
          {t(view.connected ? 'steps.connectOther' : 'steps.connect')}
        </a>
        <button type="button" disabled={busy} onClick={onRepair} data-testid="repair">
          {t(busy ? 'steps.repairing' : 'steps.repair')}
        </button>
      </p>
      <p className="hint">{t('steps.safe')}</p>
    </section>
  );
}

/** The Worker says in English what became of a step; what it says when all is well is known here. */
function detailIn(detail: string, t: Translation['t']): string {
  const name = /^Granted by (.+)\.$/.exec(detail)?.[1];
  return name === undefined ? (t.maybe(`detail.${detail}`) ?? detail) : t('detail.grantedBy', { name });
}
