import type { Tab } from '../model/desk-store.ts';
import { useObservable } from '../use-desk.ts';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { HubspotPreview } from './hubspot-preview.tsx';
import { SidebarFrame } from './sidebar-frame.tsx';
import { TicketFields } from './ticket-fields.tsx';
import { TicketHeader } from './ticket-header.tsx';

/** One tab: conversation and sidebar. In the background only the hidden sidebar goes on; what the agent wrote is kept by the tab's model. */
export function TicketPanel({ tab, active }: { tab: Tab; active: boolean }) {
  const { saved } = useObservable(tab.ticket.state);
  return (
    <article className="ticket-panel" hidden={!active} aria-label={`Ticket ${tab.id}`} data-testid="ticket-panel">
      {active && (
        <div className="ticket">
          <TicketHeader ticket={saved} />
          <TicketFields tab={tab} />
          <Conversation tab={tab} />
          <Composer tab={tab} />
        </div>
      )}
      <SidebarFrame tab={tab} active={active} />
      {active && <HubspotPreview ticketId={tab.id} />}
    </article>
  );
}
