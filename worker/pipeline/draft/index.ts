import type { DegradedPart, DraftSentence } from '#shared/suggestion';
import { AppError } from '../../errors.ts';
import type { Drafter, DraftRequest, Meter, Ports, Usage } from '../../ports.ts';
import { clipMiddle } from '../../text/clean-text.ts';
import { phrase } from '../phrases.ts';
import type { Decided, Enriched, EvidenceSource, Retrieved, RunContext } from '../types.ts';
import { close, greet } from './salutation.ts';
import { draftSources } from './sources.ts';

export type DraftInput = Enriched & { retrieved: Retrieved; decided: Decided; context: RunContext; attempt: number };

/** `restart`: what came before is void, another drafter begins. `end` says who wrote it. */
export type DraftPart = { type: 'sentence'; sentence: DraftSentence } | { type: 'restart' } | { type: 'end'; drafter: Drafter['name']; model: string | null };

export type Drafting = {
  sources: EvidenceSource[];
  /** Sentences of the sources that read as an instruction to a machine, and were left out. */
  left: number;
  request: DraftRequest;
  /** The team's own first and last words; empty where the voice has none. */
  greeting: string;
  closing: string;
  /** Grows while the parts are read: what had to do without. */
  degraded: DegradedPart[];
  /** One for each call to a model; grows likewise. */
  usage: Usage[];
  /** Greeting, body, closing. `only` leaves out drafters of the other name. Throws only when every drafter failed. */
  parts(only?: Drafter['name']): AsyncIterable<DraftPart>;
};

/** What a release names when no model is to write. */
const EXTRACTIVE = 'extractive';
const NO_PROVIDER = 'The release names a language model, but none is connected; the draft quotes the articles.';
/** Longest text of the ticket a drafter is given. */
const MAX_QUESTION = 8_000;
/** The whole of a draft, over all drafters, in milliseconds: a person is waiting. */
const DEADLINE_MS = 7_500;

/**
 * Prepares the writing of a reply: what it may rest on, and the request for the drafters, which are tried in order. A
 * drafter that fails on its way is replaced by the next one from the start. Escalations, abstentions and questions are
 * the team's own fixed sentences, so no model is asked for them.
 */
export function draft(input: DraftInput, deps: Pick<Ports, 'drafters'>): Drafting {
  const { sources, left } = input.decided.outcome === 'answer' ? draftSources(input) : { sources: [], left: 0 };
  const request = toRequest(input, sources);
  const degraded: DegradedPart[] = [];
  const usage: Usage[] = [];
  const greeting = greet(request.voice, request.language, request.requesterName);
  const followUp = request.outcome === 'answer' ? phrase(request.prompts, 'follow_up', request.language) : '';
  const closing = [followUp, close(request.voice, request.language)].filter((part) => part !== '').join('\n\n');
  return {
    sources,
    left,
    request,
    greeting,
    closing,
    degraded,
    usage,
    async *parts(only) {
      yield* one({ kind: 'greeting', text: greeting, citations: [] });
      // The release decides whether a model writes, and which.
      const modelWrites = request.outcome === 'answer' && request.model !== EXTRACTIVE;
      const drafters = deps.drafters.filter(({ name }) => (only ? name === only : modelWrites || name === 'extractive'));
      if (modelWrites && !only && drafters.length > 0 && deps.drafters.every(({ name }) => name === 'extractive'))
        degraded.push({ part: 'model', message: NO_PROVIDER });
      yield* tryInTurn(drafters, request, degraded, (used) => usage.push(used));
      yield* one({ kind: 'closing', text: closing, citations: [] });
    },
  };
}

async function* one(sentence: DraftSentence): AsyncIterable<DraftPart> {
  if (sentence.text !== '') yield { type: 'sentence', sentence };
}

async function* tryInTurn(drafters: Drafter[], request: DraftRequest, degraded: DegradedPart[], meter: Meter): AsyncIterable<DraftPart> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  for (const drafter of drafters) {
    let written = 0;
    try {
      for await (const sentence of drafter.draft(request, drafter.name === 'extractive' ? new AbortController().signal : signal, meter)) {
        // Salutations are the team's, never a drafter's.
        if (sentence.kind === 'greeting' || sentence.kind === 'closing') continue;
        written++;
        yield { type: 'sentence', sentence };
      }
      yield { type: 'end', drafter: drafter.name, model: drafter.name === 'model' ? (drafter.model ?? request.model) : null };
      return;
    } catch (error) {
      degraded.push({ part: 'model', message: error instanceof AppError ? error.message : 'The language model could not be used.' });
      if (written > 0) yield { type: 'restart' };
    }
  }
  throw new AppError('upstream_failed', 'No draft could be written. Try again in a minute.');
}

function toRequest(input: DraftInput, sources: EvidenceSource[]): DraftRequest {
  const { decided, ticket, context, language, requesterName, attempt } = input;
  const { manifest } = context.release;
  return {
    outcome: decided.outcome,
    language: language.value,
    subject: ticket.subject,
    question: clipMiddle(input.lastMessage || input.text, MAX_QUESTION),
    sources: sources.map(({ url: _url, visibility: _visibility, version: _version, ...source }) => source),
    voice: manifest.voice,
    requesterName,
    customer: ticket.customer,
    say: decided.say,
    clarify: decided.clarify,
    attempt,
    tenure: context.tenure ?? 'standard',
    weak: decided.reasons.some(({ code }) => code === 'evidence_weak'),
    prompts: manifest.prompts,
    model: manifest.models.drafter,
  };
}
