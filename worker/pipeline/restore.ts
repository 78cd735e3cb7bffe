/** The edge where personal data is put back: into the texts an agent reads, and nowhere else. */
import type { SuggestionEvent } from '#shared/api';
import type { Draft, Evidence, Suggestion } from '#shared/suggestion';
import type { Vault } from './types.ts';

type Restore = Vault['restore'];

/** The same suggestion with what the customer wrote in place of its placeholders. */
export function restoreSuggestion(suggestion: Suggestion, restore: Restore): Suggestion {
  return { ...restoreEvidence(suggestion, restore), draft: restoreDraft(suggestion.draft, restore), handover: restore(suggestion.handover) };
}

export function restoreEvent(event: SuggestionEvent, restore: Restore): SuggestionEvent {
  switch (event.type) {
    case 'evidence':
      return { type: 'evidence', data: restoreEvidence(event.data, restore) };
    case 'decision':
      return { type: 'decision', data: event.data.handover === undefined ? event.data : { ...event.data, handover: restore(event.data.handover) } };
    case 'draft.delta':
      return { type: 'draft.delta', data: { ...event.data, sentence: { ...event.data.sentence, text: restore(event.data.sentence.text) } } };
    case 'suggestion':
      return { type: 'suggestion', data: restoreSuggestion(event.data, restore) };
    default:
      return event;
  }
}

const restoreEvidence = <T extends Evidence>(evidence: T, restore: Restore): T => ({ ...evidence, summary: restore(evidence.summary) });

const restoreDraft = (draft: Draft, restore: Restore): Draft => ({
  ...draft,
  text: restore(draft.text),
  sentences: draft.sentences.map((sentence) => ({ ...sentence, text: restore(sentence.text) })),
});
