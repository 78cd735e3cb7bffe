import { DEFAULT_THEME, ThemeProvider } from '@zendeskgarden/react-theming';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ColorScheme, HelpdeskHost } from '../../panel/helpdesk-host.ts';
import type { PassageStore } from '../../panel/passage-store.ts';
import { presentPanel } from '../../panel/present-suggestion.ts';
import type { SuggestionStore } from '../../panel/suggestion-store.ts';
import { useSuggestion } from '../../panel/use-suggestion.ts';
import type { Translation } from '../translate.ts';
import { Sidebar } from './sidebar.tsx';
import { SidebarContext } from './sidebar-context.ts';
import { GlobalStyle } from './styles.ts';

type Props = { host: HelpdeskHost; store: SuggestionStore; passages: PassageStore; translation: Translation };

/** Theme, words and state around the sidebar; and its height, which the host follows. */
export function SidebarRoot({ host, store, passages, translation }: Props) {
  const theme = useTheme(host);
  const box = useHeight(host);
  const state = useSuggestion(store);
  const sidebar = useMemo(() => {
    const words = { ...translation, now: Date.now() };
    return { host, store, passages, state, words, t: translation.t, view: presentPanel(state, words) };
  }, [host, store, passages, state, translation]);
  return (
    <ThemeProvider theme={theme}>
      <GlobalStyle />
      <SidebarContext.Provider value={sidebar}>
        <div ref={box}>
          <Sidebar />
        </div>
      </SidebarContext.Provider>
    </ThemeProvider>
  );
}

function useTheme(host: HelpdeskHost) {
  const [scheme, setScheme] = useState<ColorScheme>('light');
  useEffect(() => {
    let told = false;
    const off = host.onColorScheme((next) => {
      told = true;
      setScheme(next);
    });
    // A host that knows no schemes is light.
    host.colorScheme().then(
      (first) => told || setScheme(first),
      () => undefined,
    );
    return off;
  }, [host]);
  return useMemo(() => ({ ...DEFAULT_THEME, colors: { ...DEFAULT_THEME.colors, base: scheme } }), [scheme]);
}

function useHeight(host: HelpdeskHost) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return;
    let last = 0;
    const observer = new ResizeObserver(([entry]) => {
      const height = Math.ceil(entry?.contentRect.height ?? 0);
      if (height === 0 || height === last) return;
      last = height;
      host.resize(height);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [host]);
  return box;
}
