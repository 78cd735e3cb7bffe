import type { Tab } from '../model/desk-store.ts';
import { useDesk, useDeskState, useObservable } from '../use-desk.ts';
import { CloseIcon } from './icons.tsx';

/** The tickets that are open; each keeps its own sidebar running. */
export function TabStrip() {
  const { tabs, active } = useDeskState();
  if (tabs.length === 0) return null;
  return (
    <ul className="tabs" aria-label="Open tickets">
      {tabs.map((tab) => (
        <TicketTab key={tab.key} tab={tab} active={tab.id === active} />
      ))}
    </ul>
  );
}

function TicketTab({ tab, active }: { tab: Tab; active: boolean }) {
  const { store } = useDesk();
  const { form, dirty } = useObservable(tab.ticket.state);
  const title = form.subject || '(no subject)';
  return (
    <li className="tab" data-active={active || undefined}>
      <button
        type="button"
        className="tab-open"
        data-testid="ticket-tab"
        aria-current={active ? 'true' : undefined}
        title={title}
        onClick={() => void store.open(tab.id)}
        onAuxClick={(event) => event.button === 1 && store.close(tab.id)}
      >
        <span className="tab-title">{title}</span>
        <small>
          {dirty && <span className="unsaved">unsaved · </span>}#{tab.id} {form.requester.name}
        </small>
      </button>
      <button type="button" className="icon-button tab-close" aria-label={`Close ticket ${tab.id}`} onClick={() => store.close(tab.id)}>
        <CloseIcon />
      </button>
    </li>
  );
}
