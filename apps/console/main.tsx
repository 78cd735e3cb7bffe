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
import { translationFor } from './translate.ts';

/** How long the host may take to name the administrator's language. */
const LOCALE_MS = 2_000;

async function start(container: HTMLElement): Promise<void> {
  const data = readSessionData(document);
  const translation = await translationFor(await administratorLocale());
  document.documentElement.lang = translation.locale;
  const root = createRoot(container);
  const alone = (text: string) =>
    root.render(
      <main className="page">
        <p role="alert">{text}</p>
      </main>,
    );
  if (!data) {
    alone(translation.t('session.none'));
    return;
  }
  let session: Session | null = null;
  const api = createConsoleApi(data.baseUrl, () => session?.token() ?? data.token, translation.t);
  session = createSession({ initial: data, renew: api.renew, onEnded: () => alone(translation.t('session.ended')) });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true } } });
  // The frame has no address bar of its own: routes live in memory.
  const here: Console = {
    ...translation,
    api,
    baseUrl: data.baseUrl,
    installation: data.installation,
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
}

/** The language of the profile; the browser's where the host does not tell. */
async function administratorLocale(): Promise<string> {
  // Also answers Zendesk's handshake; without it the frame stays hidden.
  const zaf = window.ZAFClient?.init();
  if (!zaf) return navigator.language;
  const silence = new Promise<null>((resolve) => setTimeout(resolve, LOCALE_MS, null));
  const told = await Promise.race([zaf.get(['currentUser.locale']).catch(() => null), silence]);
  const locale = told?.['currentUser.locale'];
  return typeof locale === 'string' && locale !== '' ? locale : navigator.language;
}

const container = document.getElementById('root');
if (container) void start(container);
