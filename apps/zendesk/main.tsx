/** The sidebar's entry: joins the page's session, Zendesk's client and the panel, and draws. */
import { createRoot, type Root } from 'react-dom/client';
import { createClient } from '#shared/client';
import { createPassageStore } from '../panel/passage-store.ts';
import { createSession, type Session } from '../panel/session.ts';
import { readSessionData, type SessionData } from '../panel/session-data.ts';
import { createSuggestionStore } from '../panel/suggestion-store.ts';
import { PlainPage } from './sidebar/plain-page.tsx';
import { SidebarRoot } from './sidebar/sidebar-root.tsx';
import { englishFor, type Translation, translationFor } from './translate.ts';
import { initZaf, type ZafClient } from './zaf-client.ts';
import { createZafHost } from './zaf-host.ts';

function start(container: HTMLElement): void {
  const root = createRoot(container);
  const zaf = initZaf();
  const data = readSessionData(document);
  const plain = (what: 'outside' | 'noSession') => (words: Translation) => <PlainPage title={words.t(`${what}.title`)} text={words.t(`${what}.text`)} />;
  const page = !zaf ? plain('outside') : !data ? plain('noSession') : sidebar(root, zaf, data);
  const show = (translation: Translation): void => {
    const content = page(translation);
    if (!content) return;
    document.documentElement.lang = translation.locale;
    root.render(content);
  };
  // English at once; the agent's own words follow, and never hold up the work.
  show(englishFor(navigator.language));
  void agentLocale(zaf).then(translationFor).then(show);
}

/** The locale of the agent's profile; the browser's where the host does not tell. */
async function agentLocale(zaf: ZafClient | null): Promise<string> {
  const told = await zaf?.get(['currentUser.locale']).catch(() => null);
  const locale = told?.['currentUser.locale'];
  return typeof locale === 'string' && locale !== '' ? locale : navigator.language;
}

function sidebar(root: Root, zaf: ZafClient, data: SessionData) {
  const host = createZafHost(zaf);
  let session: Session | null = null;
  const client = createClient({ baseUrl: data.baseUrl, token: () => session?.token() ?? data.token });
  const store = createSuggestionStore({ host, client });
  session = createSession({ initial: data, renew: client.renewSession, onEnded: store.endSession });
  const stop = session.stop;
  const check = session.check;
  let gone = false;
  host.onActive((active) => {
    if (active) check();
  });
  host.onDestroy(() => {
    gone = true;
    stop();
    root.unmount();
  });
  const passages = createPassageStore(client);
  return (translation: Translation) => (gone ? null : <SidebarRoot host={host} store={store} passages={passages} translation={translation} />);
}

const container = document.getElementById('root');
if (container) start(container);
