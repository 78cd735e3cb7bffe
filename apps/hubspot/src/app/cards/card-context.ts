import { createContext, useContext } from 'react';
import type { PanelState } from '../../../../panel/panel-state.ts';
import type { PanelView } from '../../../../panel/present-suggestion.ts';
import type { SuggestionStore } from '../../../../panel/suggestion-store.ts';
import type { CardActions } from './hubspot-host.ts';
import type { CardWords } from './words.ts';
import type { CardClient } from './worker-client.ts';

export type Platform = CardActions & {
  openIframeModal(options: { uri: string; width: number; height: number; title?: string }): void;
  closeOverlay(id: string): void;
};
export type CardState = {
  store: SuggestionStore;
  client: CardClient;
  actions: Platform;
  state: PanelState;
  view: PanelView;
  words: CardWords;
  portalId: number;
};

export const CardContext = createContext<CardState | null>(null);

/** Throws outside of the card: a part of it cannot be drawn alone. */
export function useCard(): CardState & Pick<CardWords, 't'> {
  const card = useContext(CardContext);
  if (!card) throw new Error('This part of the card needs the card around it.');
  return { ...card, t: card.words.t };
}
