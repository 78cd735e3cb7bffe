import { useState } from 'react';
import { useDesk, useDeskState, useObservable } from '../use-desk.ts';
import { NewTicketDialog } from './new-ticket-dialog.tsx';
import { PaneBar } from './pane-bar.tsx';
import { TabStrip } from './tab-strip.tsx';
import { TicketList } from './ticket-list.tsx';
import { TicketPanel } from './ticket-panel.tsx';
import { Toasts } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';
import { Welcome } from './welcome.tsx';

/** The whole page: list, conversation and sidebar. A narrow screen shows one of the three. */
export function Desk() {
  const { apps } = useDesk();
  const { tabs, closing, active, connected } = useDeskState();
  const pane = useObservable(apps.pane);
  const [writing, setWriting] = useState(false);

  return (
    <div className="desk" data-pane={pane}>
      <TopBar onNewTicket={() => setWriting(true)} />
      {!connected && (
        <p className="offline" role="alert">
          The desk does not answer. It goes on by itself when “npm start” runs again.
        </p>
      )}
      <main className="columns">
        <TicketList />
        <section className="workspace" aria-label="Open tickets">
          <TabStrip />
          {tabs.length === 0 && <Welcome />}
          {[...tabs, ...closing].map((tab) => (
            <TicketPanel key={tab.key} tab={tab} active={tab.id === active && tabs.includes(tab)} />
          ))}
        </section>
      </main>
      <PaneBar />
      <NewTicketDialog open={writing} onClose={() => setWriting(false)} />
      <Toasts />
    </div>
  );
}
