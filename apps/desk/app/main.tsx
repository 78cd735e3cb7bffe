import { createRoot } from 'react-dom/client';
import { Desk } from './components/desk.tsx';
import { createAppRunner } from './model/app-runner.ts';
import { currentAgent } from './model/current-agent.ts';
import { createDeskClient } from './model/desk-client.ts';
import { createDeskStore } from './model/desk-store.ts';
import { followLocation } from './model/location.ts';
import { keepPolling } from './model/polling.ts';
import { createTheme } from './model/theme.ts';
import { createToasts } from './model/toasts.ts';
import { DeskContext } from './use-desk.ts';
import './styles/tokens.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/ticket-list.css';
import './styles/ticket.css';
import './styles/overlays.css';

const toasts = createToasts();
const theme = createTheme();
const agent = currentAgent();
const client = createDeskClient('/desk/api', agent.send);
const store = createDeskStore(client, toasts);
const apps = createAppRunner({ client, store, toasts, theme, send: agent.send });

followLocation(store);
keepPolling(store);

const root = document.getElementById('desk');
if (root)
  createRoot(root).render(
    <DeskContext.Provider value={{ store, toasts, theme, apps }}>
      <Desk />
    </DeskContext.Provider>,
  );
