/** The console's entry: joins the page's session, the Worker's API and the routes, and draws. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import type { Role } from '#shared/governance';
import { createSession, type Session } from '../panel/session.ts';
import { readSessionData } from '../panel/session-data.ts';
import { createConsoleApi } from './api.ts';
import './console.css';
import { type Console, ConsoleContext } from './console-context.ts';
import { pagesFor } from './pages.ts';
import { createConsoleRouter } from './router.tsx';

const container = document.getElementById('root');
// Answers Zendesk's handshake; without it the frame stays hidden.
window.ZAFClient?.init();
const data = readSessionData(document);

if (container && data) {
  let session: Session | null = null;
  const api = createConsoleApi(data.baseUrl, () => session?.token() ?? data.token);
  const root = createRoot(container);
  const ended = () =>
    root.render(
      <main className="page">
        <p role="alert">This session has ended. Reload the page to go on.</p>
      </main>,
    );
  session = createSession({ initial: data, renew: api.renew, onEnded: ended });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true } } });
  // The frame has no address bar of its own: routes live in memory.
  const here: Console = {
    api,
    baseUrl: data.baseUrl,
    user: { id: data.user.id, role: data.user.role as Role },
    platform: data.installation.startsWith('hubspot:') ? 'hubspot' : 'zendesk',
  };
  const router = createConsoleRouter(createMemoryHistory({ initialEntries: [pagesFor(here)[0]?.path ?? '/changes'] }));
  root.render(
    <ConsoleContext.Provider value={here}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConsoleContext.Provider>,
  );
} else if (container) {
  createRoot(container).render(
    <main className="page">
      <p role="alert">This page was opened without a session. Reload it.</p>
    </main>,
  );
}
