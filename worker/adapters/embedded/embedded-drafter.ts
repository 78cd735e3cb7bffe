/** Writes without a model: chooses and orders sentences of the sources. It invents nothing and never fails. */
import type { DraftSentence } from '#shared/suggestion';
import type { Drafter, DraftRequest } from '../../ports.ts';
import { selectSentences } from './select-sentences.ts';

/** Cites what it quotes; questions, policy and holding texts are the release's own sentences. */
export function createEmbeddedDrafter(): Drafter {
  return {
    name: 'extractive',
    model: null,
    async *draft(request) {
      yield* body(request);
    },
  };
}

function body(request: DraftRequest): DraftSentence[] {
  const plain = (kind: DraftSentence['kind'], texts: string[]): DraftSentence[] =>
    texts.filter((text) => text !== '').map((text) => ({ kind, text, citations: [] }));
  const said = plain('policy', request.say);
  const phrase = (name: string) => request.prompts[`say.${name}.${request.language}`] ?? request.prompts[`say.${name}.en`] ?? '';
  switch (request.outcome) {
    case 'escalate':
      return [...plain('policy', [phrase('holding')]), ...said];
    case 'clarify':
      return [...said, ...plain('question', request.clarify)];
    case 'abstain':
      return [...plain('policy', [phrase('not_found')]), ...said];
    case 'answer': {
      const chosen = selectSentences(request);
      return chosen.length === 0 ? [...plain('policy', [phrase('not_found')]), ...said] : [...chosen, ...said, ...plain('question', request.clarify)];
    }
  }
}
