/** The sidebar's entry: joins the page's session, Zendesk's client and the panel, and draws. */
import { createRoot, type Root } from 'react-dom/client';
import { createClient } from '#shared/client';
import { createPassageStore } from '../panel/passage-store.ts';
import { createSession, type Session } from '../panel/session.ts';
import { createSuggestionStore } from '../panel/suggestion-store.ts';
import { readSessionData, type SessionData } from './session-data.ts';
import { PlainPage } from './sidebar/plain-page.tsx';
import { SidebarRoot } from './sidebar/sidebar-root.tsx';
import { translateFor } from './translate.ts';
import { initZaf, type ZafClient } from './zaf-client.ts';
import { createZafHost } from './zaf-host.ts';

function start(container: HTMLElement): void {
  const root = createRoot(container);
  const locale = navigator.language;
  const { t, locale: served } = translateFor(locale);
  document.documentElement.lang = served;
  const zaf = initZaf();
  const data = readSessionData(document);
  if (!zaf) root.render(<PlainPage title={t('outside.title')} text={t('outside.text')} />);
  else if (!data) root.render(<PlainPage title={t('noSession.title')} text={t('noSession.text')} />);
  else run(root, zaf, data, locale);
}

function run(root: Root, zaf: ZafClient, data: SessionData, locale: string): void {
  const host = createZafHost(zaf);
  let session: Session | null = null;
  const client = createClient({ baseUrl: data.baseUrl, token: () => session?.token() ?? data.token });
  const store = createSuggestionStore({ host, client });
  session = createSession({ initial: data, renew: client.renewSession, onEnded: store.endSession });
  const stop = session.stop;
  const check = session.check;
  host.onActive((active) => {
    if (active) check();
  });
  host.onDestroy(() => {
    stop();
    root.unmount();
  });
  root.render(<SidebarRoot host={host} store={store} passages={createPassageStore(client)} locale={locale} />);
}

const container = document.getElementById('root');
if (container) start(container);
