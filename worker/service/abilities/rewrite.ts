/** The draft once more, said differently: through every stage again, so that a rewriting is checked as the draft was. */
import type { AssistResponse } from '#shared/assist';
import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import { AppError } from '../../errors.ts';
import { type AssistDeps, assistTicket } from '../../pipeline/assist-ticket.ts';
import { sealCapsule } from '../../pipeline/capsule.ts';
import { normalize } from '../../pipeline/normalize/index.ts';
import type { RunContext } from '../../pipeline/types.ts';
import type { Drafter } from '../../ports.ts';

export type RewriteInput = {
  ability: 'shorter' | 'friendlier' | 'formal' | 'translate';
  /** Of the result; null keeps the customer's. */
  language: string | null;
  ticket: Ticket;
  context: RunContext;
};

/**
 * Throws `conflict` when there is no answer to rewrite, `needs_model` when only a model can do it and none did.
 * `shorter` does without one: fewer of the same sentences.
 */
export async function rewrite({ ability, language, ticket, context }: RewriteInput, deps: AssistDeps): Promise<AssistResponse> {
  const plain = await answerTo(ticket, null, context, deps, (drafters) => drafters.filter((drafter) => drafter.name === 'extractive'));
  if (plain.decision.outcome !== 'answer') throw new AppError('conflict', 'There is no answer to rewrite: this ticket needs a person or more information.');
  const task = context.release.manifest.prompts[`draft.ability.${ability}`] ?? '';
  const models = deps.drafters.filter((drafter) => drafter.name === 'model' && task !== '');
  if (models.length > 0) {
    const written = await answerTo(ticket, language, context, deps, (drafters) =>
      drafters.map((drafter) => (drafter.name === 'model' ? withTask(drafter, task) : drafter)),
    );
    if (written.draft.drafter === 'model') return toResponse(ability, written, null);
  }
  const why = models.length > 0 ? 'The language model cannot be used at the moment.' : 'No language model is connected.';
  if (ability !== 'shorter') throw new AppError('needs_model', `${why} Only a model can do this; the draft stays as it is.`, { retryable: models.length > 0 });
  return toResponse(ability, shortened(plain), why);
}

/** The pipeline's answer, in `language` where one is given. */
async function answerTo(
  ticket: Ticket,
  language: string | null,
  context: RunContext,
  deps: AssistDeps,
  choose: (drafters: Drafter[]) => Drafter[],
): Promise<Suggestion> {
  const seen = normalize(ticket);
  const spoken = language === null ? seen : { ...seen, language: { value: language, confidence: 1 } };
  const recalled = sealCapsule(spoken, { ...context, attempt: 0, until: 'draft' });
  const run = assistTicket(
    { recalled, context, suggestionId: 'sug_ability', traceId: 'trc_ability', attempt: 0, until: 'draft' },
    { ...deps, drafters: choose(deps.drafters) },
  );
  let next = await run.next();
  while (!next.done) next = await run.next();
  const { suggestion } = next.value;
  if (!suggestion) throw new Error('a run until the draft ended without one');
  // What was recalled knows placeholders alone; here, at the edge, the values come back.
  const { draft } = suggestion;
  const sentences = draft.sentences.map((sentence) => ({ ...sentence, text: seen.vault.restore(sentence.text) }));
  return { ...suggestion, draft: { ...draft, sentences, text: seen.vault.restore(draft.text) } };
}

const withTask = (drafter: Drafter, task: string): Drafter => ({
  ...drafter,
  draft: (request, signal, meter) => drafter.draft({ ...request, prompts: { ...request.prompts, 'draft.task.answer': task } }, signal, meter),
});

/** Every step, since half a procedure is none; of the statements the first two; salutations and what policy demands. */
function shortened(suggestion: Suggestion): Suggestion {
  const { draft } = suggestion;
  let statements = 0;
  const sentences = draft.sentences.filter(({ kind }) => kind !== 'question' && (kind !== 'statement' || ++statements <= 2));
  const used = new Set(sentences.flatMap(({ citations }) => citations));
  const lines = sentences.map(({ kind, text }, i) => {
    const before = sentences[i - 1]?.kind;
    const breaks = before === undefined ? '' : kind === 'step' || before === 'step' ? '\n' : kind === 'statement' && before === 'statement' ? ' ' : '\n\n';
    return `${breaks}${kind === 'step' ? '- ' : ''}${text}`;
  });
  return { ...suggestion, draft: { ...draft, sentences, citations: draft.citations.filter(({ n }) => used.has(n)), text: lines.join('') } };
}

function toResponse(ability: AssistResponse['ability'], { draft }: Suggestion, degraded: string | null): AssistResponse {
  return { ability, text: draft.text, language: draft.language, citations: draft.citations, by: { drafter: draft.drafter, model: draft.model }, degraded };
}
