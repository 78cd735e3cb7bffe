import { createContext, useContext } from 'react';
import type { HelpdeskHost } from '../../panel/helpdesk-host.ts';
import type { PanelState } from '../../panel/panel-state.ts';
import type { PassageStore } from '../../panel/passage-store.ts';
import type { PanelView } from '../../panel/present-suggestion.ts';
import type { SuggestionStore } from '../../panel/suggestion-store.ts';
import type { Translate, Words } from '../../panel/translate.ts';
import type { SidebarKey } from '../translate.ts';

export type Sidebar = {
  host: HelpdeskHost;
  store: SuggestionStore;
  passages: PassageStore;
  state: PanelState;
  view: PanelView;
  words: Words;
  t: Translate<SidebarKey>;
};

export const SidebarContext = createContext<Sidebar | null>(null);

/** The sidebar a component stands in. Throws outside one: that is a mistake in the tree. */
export function useSidebar(): Sidebar {
  const sidebar = useContext(SidebarContext);
  if (!sidebar) throw new Error('This component stands outside the sidebar.');
  return sidebar;
}
