/** Everything an agent can ask for beside the draft. Writes nothing anywhere: its results are texts for the agent. */
import type { AssistRequest, AssistResponse } from '#shared/assist';
import type { Ticket } from '#shared/ticket';
import { type AssistDeps, assistTicket } from '../../pipeline/assist-ticket.ts';
import { phrase } from '../../pipeline/phrases.ts';
import type { RunContext } from '../../pipeline/types.ts';
import { addFact, answerQuestion } from './answer-question.ts';
import { fillMacro } from './fill-macro.ts';
import { rewrite } from './rewrite.ts';
import { translateText } from './translate-text.ts';

/** Throws what the ability itself throws: `needs_model`, `conflict`, `not_found`. */
export async function assist(request: AssistRequest, given: { ticket: Ticket; agent: string; context: RunContext }, deps: AssistDeps): Promise<AssistResponse> {
  const { ticket, agent, context } = given;
  switch (request.ability) {
    case 'shorter':
    case 'friendlier':
    case 'formal':
      return rewrite({ ability: request.ability, language: null, ticket, context }, deps);
    case 'translate':
      return request.of === 'draft'
        ? rewrite({ ability: 'translate', language: request.language, ticket, context }, deps)
        : translateText({ language: request.language, text: request.of === 'text' ? request.text : null, ticket, context }, deps);
    case 'add_fact':
      return addFact({ text: request.text, ticket, context }, deps);
    case 'answer':
      return answerQuestion({ text: request.text, ticket, context }, deps);
    case 'fill_macro':
      return fillMacro(request.macroId, ticket, agent, context.knowledge);
    default:
      return told(request.ability, ticket, context, deps);
  }
}

/** What the pipeline says of the ticket without writing a reply. */
async function told(ability: 'summarize' | 'handover' | 'clarify', ticket: Ticket, context: RunContext, deps: AssistDeps): Promise<AssistResponse> {
  const run = assistTicket(
    { ticket, context, suggestionId: 'sug_ability', traceId: 'trc_ability', attempt: 0, until: 'draft' },
    {
      ...deps,
      drafters: deps.drafters.filter((drafter) => drafter.name === 'extractive'),
    },
  );
  let next = await run.next();
  while (!next.done) next = await run.next();
  const { suggestion } = next.value;
  if (!suggestion) throw new Error('a run until the draft ended without one');
  const language = suggestion.draft.language;
  const questions = suggestion.draft.sentences.filter(({ kind }) => kind === 'question').map(({ text }) => text);
  const text = {
    summarize: suggestion.summary,
    handover: suggestion.handover,
    clarify: (questions.length > 0 ? questions : [phrase(context.release.manifest.prompts, 'ask_details', language)]).join('\n'),
  }[ability];
  return { ability, text, language, citations: [], by: { drafter: 'extractive', model: null }, degraded: null };
}
