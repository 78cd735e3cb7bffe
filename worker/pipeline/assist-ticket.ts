import type { SuggestionEvent } from '#shared/api';
import type { Decision, Draft, Evidence, NextAction, Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import type { Trace } from '#shared/trace';
import type { Ports } from '../ports.ts';
import { hashAnswer } from './answer-hash.ts';
import { type Capsule, pseudonymous, recalledVault, sealCapsule } from './capsule.ts';
import { decide } from './decide.ts';
import * as describe from './describe.ts';
import { draft } from './draft/index.ts';
import { enrich } from './enrich.ts';
import { createGrounder } from './ground/index.ts';
import { normalize } from './normalize/index.ts';
import { restoreEvent, restoreSuggestion } from './restore.ts';
import { retrieve } from './retrieve/index.ts';
import { route } from './route.ts';
import { summarize } from './summarize.ts';
import { startTrace, type TraceRecorder } from './trace.ts';
import { triage } from './triage/index.ts';
import type { Decided, Enriched, Grounded, NormalizedTicket, Retrieved, RunContext, Triaged } from './types.ts';

type Run = {
  context: RunContext;
  suggestionId: string;
  traceId: string;
  /** From 1 on: write it anew, another way. */
  attempt: number;
  /** `decision` stops before a draft is written. */
  until: 'decision' | 'draft';
};
/** A ticket; or the capsule of an earlier run, whose own moment, `attempt` and `until` then hold. */
export type AssistInput = Run & ({ ticket: Ticket; recalled?: undefined } | { recalled: Capsule; ticket?: undefined });

export type AssistDeps = Pick<Ports, 'clock' | 'vectors' | 'embedder' | 'drafters'>;
export type AssistResult = {
  /** For the agent: personal data is put back. Null when the run ended before a draft. */
  suggestion: Suggestion | null;
  /** The same with placeholders, as the stages made it. */
  pseudonymous: Suggestion | null;
  trace: Trace;
  capsule: Capsule;
  /** SHA-256 of the pseudonymous answer; see `hashAnswer`. */
  answerHash: string;
  /** What the ticket is about, to be counted with others. */
  about: Retrieved['about'];
};

/**
 * From a ticket to a suggestion, in the order of the design: yields `evidence`, `decision`, a `draft.delta` for every
 * sentence that stands, `suggestion` and `done`, and returns what is to be kept. When a drafter fails or cannot be
 * believed half-way, the sentences streamed so far are void and `suggestion` brings the whole draft of the next one.
 * Stages see placeholders alone; values are put back here, at the edge. Throws an `AppError` when knowledge cannot be
 * read; everything else degrades.
 */
export async function* assistTicket(given: AssistInput, deps: AssistDeps): AsyncGenerator<SuggestionEvent, AssistResult> {
  const input: Run = given.recalled ? { ...given, ...recall(given.context, given.recalled) } : given;
  const ticket = given.recalled ? given.recalled.normalized.ticket : given.ticket;
  const trace = startTrace({ ...input, ticketId: ticket.id }, input.context, deps);
  const seen = await trace.span('normalize', ticket, () => (given.recalled ? reopen(given.recalled) : normalize(ticket)), describe.normalized);
  const { startedAt, reader, recent, tenure } = input.context;
  const capsule = sealCapsule(seen, { startedAt, reader, recent, tenure, attempt: input.attempt, until: input.until });
  const run = work(input, { ...seen, vault: pseudonymous(seen.vault) }, trace, deps);
  for (;;) {
    const next = await run.next();
    if (!next.done) yield restoreEvent(next.value, seen.vault.restore);
    else {
      const { suggestion, ...kept } = next.value;
      return { ...kept, capsule, pseudonymous: suggestion, suggestion: suggestion && restoreSuggestion(suggestion, seen.vault.restore) };
    }
  }
}

const reopen = ({ normalized, hidden }: Capsule): NormalizedTicket => ({ ...normalized, vault: recalledVault(hidden) });
const recall = (context: RunContext, { startedAt, reader, recent, tenure, attempt, until }: Capsule): Pick<Run, 'context' | 'attempt' | 'until'> => ({
  context: { ...context, startedAt, reader, recent, tenure },
  attempt,
  until,
});

type Worked = Pick<AssistResult, 'suggestion' | 'trace' | 'answerHash' | 'about'>;

/** The stages after normalisation; everything in and out is pseudonymous. */
async function* work(input: Run, normalized: NormalizedTicket, trace: TraceRecorder, deps: AssistDeps): AsyncGenerator<SuggestionEvent, Worked> {
  const { context, suggestionId, traceId } = input;
  const enriched = await trace.span('enrich', normalized.text, () => enrich({ ...normalized, context }), describe.enriched);
  const retrieved = await trace.span('retrieve', normalized.text, () => retrieve({ ...enriched, context }, deps), describe.retrieved);
  const triaged = await trace.span('triage', normalized.text, () => triage({ ...enriched, retrieved, context }), describe.triaged);
  const evidence = toEvidence(input, enriched, retrieved, triaged);
  yield { type: 'evidence', data: evidence };

  const decided = await trace.span('decide', [retrieved.confidence, triaged], () => decide({ ...enriched, retrieved, triaged, context }), describe.decided);
  const known = { ...enriched, retrieved, triaged, decided, context, summary: evidence.summary };
  const planned = route({ ...known, grounded: null });
  const first = { decision: publicDecision(decided), nextAction: decided.nextAction, route: planned.route, handover: planned.handover };
  yield { type: 'decision', data: first };
  if (input.until === 'decision') {
    const answerHash = hashAnswer({ ...evidence, ...first, draft: null });
    yield { type: 'done', data: { suggestionId, traceId } };
    return { suggestion: null, answerHash, about: retrieved.about, trace: trace.finish(decided.outcome, { answerHash, draft: null }) };
  }

  const written = yield* write({ ...known, attempt: input.attempt }, trace, deps);
  const { grounded } = written;
  const routed = await trace.span('route', [grounded.decision, planned.route], () => route({ ...known, grounded }), describe.routed);
  const suggestion: Suggestion = {
    ...evidence,
    degraded: [...evidence.degraded, ...written.degraded],
    decision: grounded.decision,
    nextAction: actionAfter(decided, grounded.decision),
    route: routed.route,
    draft: grounded.draft,
    handover: routed.handover,
    ...(context.tenure ? { tenure: context.tenure } : {}),
    createdAt: new Date(deps.clock.now()).toISOString(),
  };
  const answerHash = hashAnswer(suggestion);
  const finished = trace.finish(grounded.decision.outcome, { answerHash, draft: grounded.draft });
  yield { type: 'suggestion', data: suggestion };
  yield { type: 'done', data: { suggestionId, traceId } };
  return { suggestion, answerHash, about: retrieved.about, trace: finished };
}

/** What grounding makes of the next action: nothing is sent before what it asks to be checked. */
function actionAfter({ outcome, confidence, nextAction }: Decided, decision: Decision): NextAction {
  const review = (label: string, reason = ''): NextAction => ({ kind: 'review', label, reason, macroId: null });
  if (decision.outcome !== outcome) return review('Answer it yourself', decision.reasons.at(-1)?.message);
  const toCheck = decision.confidence.reasons[confidence.reasons.length];
  return toCheck !== undefined && nextAction.kind === 'send_reply' ? review('Check the draft before sending', toCheck) : nextAction;
}

type WriteInput = Enriched & { retrieved: Retrieved; triaged: Triaged; decided: Decided; context: RunContext; attempt: number };
type Written = { grounded: Grounded; degraded: Suggestion['degraded'] };

/** Drafts and grounds sentence by sentence; a model whose draft cannot stand is replaced by the sources' own words. */
async function* write(input: WriteInput, trace: TraceRecorder, deps: AssistDeps): AsyncGenerator<SuggestionEvent, Written> {
  const { clock } = deps;
  const startedAt = clock.now();
  const drafting = draft(input, deps);
  const grounder = createGrounder({
    sources: drafting.sources,
    left: drafting.left,
    decided: input.decided,
    vault: input.vault,
    manifest: input.context.release.manifest,
    language: drafting.request.language,
    question: `${drafting.request.subject}\n${drafting.request.question}`,
    greeting: drafting.greeting,
    closing: drafting.closing,
  });
  let by: { drafter: Draft['drafter']; model: string | null } = { drafter: 'extractive', model: null };
  let streaming = true;
  for (const only of [undefined, 'extractive'] as const) {
    if (only) {
      drafting.degraded.push({ part: 'model', message: 'The language model’s draft was not supported by the articles; this one quotes them.' });
      grounder.restart();
      streaming = false;
    }
    for await (const part of drafting.parts(only)) {
      if (part.type === 'end') by = { drafter: part.drafter, model: part.model };
      else if (part.type === 'restart') {
        grounder.restart();
        streaming = false;
        grounder.check({ kind: 'greeting', text: drafting.greeting, citations: [] });
      } else {
        const checked = grounder.check(part.sentence);
        if (streaming && 'kept' in checked) yield { type: 'draft.delta', data: { sentence: checked.kept, citations: checked.citations } };
      }
    }
    if (by.drafter === 'extractive' || !grounder.failed()) break;
  }
  const request = drafting.request;
  trace.add('draft', [request.question, request.sources.map((source) => source.passageId)], startedAt, describe.drafted(drafting, by));
  const groundedAt = clock.now();
  const grounded = grounder.finish(by);
  trace.add(
    'ground',
    request.sources.map((source) => source.passageId),
    groundedAt,
    describe.grounded(grounded),
  );
  return { grounded, degraded: drafting.degraded };
}

function toEvidence({ suggestionId, traceId, context }: Run, enriched: Enriched, retrieved: Retrieved, { triage: found }: Triaged): Evidence {
  return {
    suggestionId,
    traceId,
    ticketId: enriched.ticket.id,
    releaseId: context.release.id,
    summary: enriched.vault.restore(summarize(enriched)),
    triage: found,
    articles: retrieved.articles,
    similar: retrieved.similar.map((found) => ({ ...found, subject: readable(found.subject), resolution: readable(found.resolution) })),
    degraded: [...retrieved.degraded],
  };
}

/** What was hidden for good in a solved ticket, as a word. */
const readable = (text: string) => text.replace(/⟦([A-Z]+)⟧/g, (_, kind: string) => `[${kind.toLowerCase()}]`);

const publicDecision = ({ outcome, reasons, confidence }: Decided) => ({ outcome, reasons, confidence });
