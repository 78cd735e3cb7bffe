import { sitDownAs } from '../model/current-agent.ts';
import { useDesk, useDeskState, useObservable } from '../use-desk.ts';
import { AutoIcon, MoonIcon, PlusIcon, SunIcon } from './icons.tsx';

const themes = [
  { choice: 'auto', label: 'as the system', Icon: AutoIcon },
  { choice: 'light', label: 'light', Icon: SunIcon },
  { choice: 'dark', label: 'dark', Icon: MoonIcon },
] as const;

export function TopBar({ onNewTicket }: { onNewTicket: () => void }) {
  const { store, apps, toasts } = useDesk();
  const openConsole = () => void apps.openConsole().catch((error: Error) => toasts.show({ message: error.message, kind: 'error', sticky: false }));
  const { installations, installation, list } = useDeskState();
  return (
    <header className="top-bar">
      <span className="brand">
        <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="var(--accent)" />
          <path d="M9 10l7 6 7-7M16 16v8" stroke="#fff" strokeWidth="2" fill="none" />
          <g fill="#fff">
            <circle cx="9" cy="10" r="3" />
            <circle cx="23" cy="9" r="3" />
            <circle cx="16" cy="16" r="3" />
            <circle cx="16" cy="24" r="3" />
          </g>
        </svg>
        <h1>Deskgraph</h1>
        <span
          className="preview-note"
          title="A small helpdesk on this machine, in which the real Deskgraph sidebar runs as it does in Zendesk. Nothing here reaches a customer."
        >
          Local preview desk
        </span>
      </span>
      <label className="installation">
        <span className="visually-hidden">Installation</span>
        <select data-testid="installation" value={installation ?? ''} onChange={(event) => void store.choose(event.target.value)}>
          {installations.length === 0 && <option value="">No installation yet</option>}
          {installations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span className="spacer" />
      {list && list.agents.length > 1 && (
        <label className="installation wide-only">
          <span className="visually-hidden">You are</span>
          <select data-testid="agent" value={list.user.id} onChange={(event) => sitDownAs(Number(event.target.value))}>
            {list.agents.map(({ id, name, role }) => (
              <option key={id} value={id}>
                {name} {role === 'admin' ? '(all tickets)' : '(Billing only)'}
              </option>
            ))}
          </select>
        </label>
      )}
      <button type="button" className="link-button" data-testid="console" disabled={installation === null} onClick={openConsole}>
        Console
      </button>
      <ThemeButton />
      <button type="button" className="primary" data-testid="new-ticket" disabled={installation === null} onClick={onNewTicket}>
        <PlusIcon />
        <span className="wide-only">New ticket</span>
        <span className="visually-hidden narrow-only">New ticket</span>
      </button>
    </header>
  );
}

function ThemeButton() {
  const { theme } = useDesk();
  const choice = useObservable(theme.choice);
  const at = themes.findIndex((t) => t.choice === choice);
  const { label, Icon } = themes[at] ?? themes[0];
  const next = themes[(at + 1) % themes.length] ?? themes[0];
  return (
    <button
      type="button"
      className="icon-button"
      onClick={() => theme.choice.set(next.choice)}
      title={`Colours: ${label}`}
      aria-label={`Colours: ${label}. Change to ${next.label}.`}
    >
      <Icon />
    </button>
  );
}
