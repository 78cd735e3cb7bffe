import type { SetupStep, SetupView } from '#shared/setup';

const titles: Record<SetupStep['id'], string> = {
  access: 'Access to Zendesk',
  administrator: 'Granted by an administrator',
  webhook: 'Webhook that tells Deskgraph about tickets',
  signing_secret: 'Signing secret, so that nobody else can call it',
  trigger_created: 'Trigger “Deskgraph: ticket created”',
  trigger_updated: 'Trigger “Deskgraph: updated by customer”',
};
const states: Record<SetupStep['state'], string> = { open: 'Not done yet', done: 'Done', failed: 'Did not work' };

type Props = { view: SetupView; busy: boolean; onRepair: () => void };

/** Every step of the connection with its state; all of them may be repeated. */
export function Steps({ view, busy, onRepair }: Props) {
  return (
    <section aria-labelledby="steps">
      <h3 id="steps">Connection</h3>
      <ol className="steps">
        {view.steps.map((step) => (
          <li key={step.id} data-state={step.state} data-testid={`step-${step.id}`}>
            <span className="state">{states[step.state]}</span>
            <span className="what">
              <strong>{titles[step.id]}</strong>
              {step.detail && <span className="detail">{step.detail}</span>}
            </span>
          </li>
        ))}
      </ol>
      <p className="actions">
        {/* Without access no step can be done: connecting comes first then, to the eye too. */}
        <a className={view.connected ? undefined : 'button primary'} href={view.connectUrl} target="_blank" rel="noopener">
          {view.connected ? 'Connect with another administrator' : 'Connect to Zendesk'}
        </a>
        <button type="button" disabled={busy} onClick={onRepair} data-testid="repair">
          {busy ? 'Going through the steps…' : 'Go through the steps again'}
        </button>
      </p>
      <p className="hint">Repeating is safe: what is there already stays as it is.</p>
    </section>
  );
}
