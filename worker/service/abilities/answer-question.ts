/** An agent's own question about a ticket, answered from the knowledge as a customer's would be. */
import type { AssistResponse } from '#shared/assist';
import type { Draft } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import { AppError } from '../../errors.ts';
import { type AssistDeps, assistTicket } from '../../pipeline/assist-ticket.ts';
import type { RunContext } from '../../pipeline/types.ts';
import { contentTerms } from '../../text/content-terms.ts';

/** Share of a fact's telling words that a cited sentence must hold. */
const SAYS_IT = 0.5;

type Input = { text: string; ticket: Ticket; context: RunContext };

/** Cited statements and steps without salutations; says so when the knowledge holds no answer. */
export async function answerQuestion({ text, ticket, context }: Input, deps: AssistDeps): Promise<AssistResponse> {
  const draft = await draftFor(text, ticket, context, deps);
  const body = draft.sentences.filter(({ kind }) => kind !== 'greeting' && kind !== 'closing');
  return response('answer', draft, body);
}

/** The sentence of the knowledge that says what the agent wants to add. Throws `not_found` when none does: a fact without a source is not added. */
export async function addFact({ text, ticket, context }: Input, deps: AssistDeps): Promise<AssistResponse> {
  const draft = await draftFor(text, ticket, context, { ...deps, drafters: deps.drafters.filter((drafter) => drafter.name === 'extractive') });
  const wanted = new Set(contentTerms(text, draft.language));
  const scored = draft.sentences
    .filter(({ citations }) => citations.length > 0)
    .map((sentence) => ({ sentence, share: shareOf(wanted, contentTerms(sentence.text, draft.language)) }))
    .sort((a, b) => b.share - a.share);
  const best = scored[0];
  if (!best || best.share < SAYS_IT)
    throw new AppError('not_found', 'No approved passage says this. Write it yourself, or have an article about it approved first.');
  return response('add_fact', draft, [best.sentence]);
}

function shareOf(wanted: ReadonlySet<string>, terms: readonly string[]): number {
  return wanted.size === 0 ? 0 : new Set(terms.filter((term) => wanted.has(term))).size / wanted.size;
}

/** The question in place of the conversation; who asks, for whom and about what product stays. */
async function draftFor(text: string, ticket: Ticket, context: RunContext, deps: AssistDeps): Promise<Draft> {
  const asked: Ticket = { ...ticket, subject: '', messages: [{ id: 'question', role: 'requester', at: '', text, public: false }], sla: [] };
  const run = assistTicket({ ticket: asked, context, suggestionId: 'sug_ability', traceId: 'trc_ability', attempt: 0, until: 'draft' }, deps);
  let next = await run.next();
  while (!next.done) next = await run.next();
  if (!next.value.suggestion) throw new Error('a run until the draft ended without one');
  return next.value.suggestion.draft;
}

function response(ability: AssistResponse['ability'], draft: Draft, sentences: Draft['sentences']): AssistResponse {
  const used = new Set(sentences.flatMap(({ citations }) => citations));
  return {
    ability,
    text: sentences.map(({ text, kind }) => (kind === 'step' ? `- ${text}` : text)).join('\n'),
    language: draft.language,
    citations: draft.citations.filter(({ n }) => used.has(n)),
    by: { drafter: draft.drafter, model: draft.model },
    degraded: null,
  };
}
