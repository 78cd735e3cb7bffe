/** The stores as React hooks. */
import { useEffect, useSyncExternalStore } from 'react';
import type { PanelState } from './panel-state.ts';
import type { PassageState, PassageStore } from './passage-store.ts';
import type { SuggestionStore } from './suggestion-store.ts';

/**
 * Opens the store on the ticket in front of the agent, and answers its state from then on.
 * Leaving the tree does not destroy the store: whoever created it does.
 */
export function useSuggestion(store: SuggestionStore): PanelState {
  useEffect(() => {
    void store.open();
  }, [store]);
  return useSyncExternalStore(store.subscribe, store.getState, store.getState);
}

/** One passage, fetched on first sight. */
export function usePassage(store: PassageStore, id: string): PassageState {
  useEffect(() => {
    void store.load(id);
  }, [store, id]);
  const read = () => store.get(id);
  return useSyncExternalStore(store.subscribe, read, read);
}
