import { Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { useEffect, useMemo } from 'react';
import { presentPanel } from '../../../../panel/present-suggestion.ts';
import { createSuggestionStore } from '../../../../panel/suggestion-store.ts';
import { useSuggestion } from '../../../../panel/use-suggestion.ts';
import { Articles } from './articles.tsx';
import { Assistant } from './assistant.tsx';
import { CardContext, type Platform } from './card-context.ts';
import { EscalationFlag, HandOver } from './escalation.tsx';
import { createHubspotHost } from './hubspot-host.ts';
import { Flags, NextAction, Notices } from './notices.tsx';
import { Reply } from './reply.tsx';
import { SimilarTickets } from './similar-tickets.tsx';
import { Tags } from './tags.tsx';
import { wordsFor } from './words.ts';
import { createCardClient } from './worker-client.ts';

type Props = { ticketId: string; portalId: number; locale: string | undefined; actions: Platform };

/** The whole card of one ticket, in the help desk as on the record. */
export function Card({ ticketId, portalId, locale, actions }: Props) {
  const { store, client } = useMemo(() => createStore(ticketId, actions), [ticketId, actions]);
  useEffect(() => () => store.destroy(), [store]);
  const state = useSuggestion(store);
  const words = useMemo(() => wordsFor(locale), [locale]);
  const view = presentPanel(state, words);
  return (
    <CardContext.Provider value={{ store, client, actions, state, view, words, portalId }}>
      <Flex direction="column" gap="md">
        <Notices />
        {view.mustEscalate && <EscalationFlag />}
        {state.opening.status === 'loading' && view.summary === null && <LoadingSpinner label={words.t('loading')} showLabel={true} />}
        {state.opening.status === 'ready' && state.evidence?.triage.tags.length === 0 && view.summary === null && <Text>{words.t('empty.ticket')}</Text>}
        {view.summary && <Text testId="summary">{view.summary}</Text>}
        <NextAction />
        <Flags />
        <Reply />
        {state.evidence && <Assistant />}
        {state.evidence && (
          <>
            <Tags />
            <Articles />
            <SimilarTickets />
          </>
        )}
        {!view.mustEscalate && <HandOver />}
      </Flex>
    </CardContext.Provider>
  );
}

function createStore(ticketId: string, actions: Platform) {
  const client = createCardClient();
  const host = createHubspotHost(ticketId, actions, async (tags) => {
    const { suggestionId, evidence } = store.getState();
    await client.addTags(ticketId, suggestionId ?? evidence?.suggestionId ?? '', tags);
  });
  const store = createSuggestionStore({ host, client });
  return { store, client };
}
