/** The panel's whole state, and how the Worker's events change it. Plain data: both hosts draw from it. */
import type { EscalateResponse, SuggestionEvent } from '#shared/api';
import type { Feedback } from '#shared/feedback';
import type { Tenure } from '#shared/preferences';
import type { Citation, Decision, Draft, DraftSentence, Evidence, NextAction, Route, SimilarTicket, Suggestion } from '#shared/suggestion';
import type { AbilityState } from './ability-state.ts';
import type { AroundTicket, LinkState } from './around-state.ts';
import type { Problem } from './problem.ts';

export type Opening = { status: 'loading' } | { status: 'ready' } | { status: 'error'; problem: Problem };

export type DraftState =
  | { status: 'idle' }
  | { status: 'streaming'; sentences: DraftSentence[]; citations: Citation[] }
  | { status: 'done'; draft: Draft; createdAt: string; prepared: boolean }
  /** What had been written before the failure is kept to read, never to insert. */
  | { status: 'error'; problem: Problem; sentences: DraftSentence[]; citations: Citation[] };

export type Insertion =
  | { status: 'idle' }
  | { status: 'working' }
  /** The composer holds text; the agent says what is to become of it. */
  | { status: 'choose' }
  | { status: 'inserted' }
  /** Another ticket is open by now; nothing was written. */
  | { status: 'refused' }
  | { status: 'failed' };

export type Escalation = { status: 'idle' } | { status: 'sending' } | { status: 'done'; result: EscalateResponse } | { status: 'failed'; problem: Problem };

export type Verdict = {
  kind: 'up' | 'down' | null;
  reason: Feedback['reason'];
  status: 'idle' | 'sending' | 'sent' | 'failed';
};

export type TagState = 'adding' | 'added' | 'failed';

export type PanelState = {
  ticketId: string | null;
  opening: Opening;
  evidence: Evidence | null;
  decision: Decision | null;
  nextAction: NextAction | null;
  route: Route | null;
  /** The internal note for a hand-over; null until the Worker has written it. */
  handover: string | null;
  /** Id of the last suggestion that was given whole: what feedback and escalation refer to. */
  suggestionId: string | null;
  draft: DraftState;
  attempt: number;
  /** The Worker could not read the helpdesk: the ticket came from the agent's form, without SLA clocks and customer facts. */
  fromForm: boolean;
  /** The conversation went on after this was worked out. */
  outdated: boolean;
  insertion: Insertion;
  copied: 'no' | 'yes' | 'failed';
  tags: Record<string, TagState>;
  escalation: Escalation;
  verdict: Verdict;
  ability: AbilityState;
  /** Of the agent, not of the ticket; null until the Worker has told. */
  tenure: { value: Tenure | null; failed: boolean };
  /** Details of similar tickets that the agent may read, of the suggestion they belong to. */
  readableSimilar: { suggestionId: string; similar: SimilarTicket[] } | null;
  /** Null until it is known. */
  around: AroundTicket | null;
  link: LinkState;
  sessionEnded: boolean;
};

export const initialState: PanelState = {
  ticketId: null,
  opening: { status: 'loading' },
  evidence: null,
  decision: null,
  nextAction: null,
  route: null,
  handover: null,
  suggestionId: null,
  draft: { status: 'idle' },
  attempt: 0,
  fromForm: false,
  outdated: false,
  insertion: { status: 'idle' },
  copied: 'no',
  tags: {},
  escalation: { status: 'idle' },
  verdict: { kind: null, reason: null, status: 'idle' },
  ability: { status: 'idle' },
  tenure: { value: null, failed: false },
  readableSimilar: null,
  around: null,
  link: 'idle',
  sessionEnded: false,
};

/** What belongs to one draft alone and starts anew with the next. */
export const freshDraft = {
  insertion: { status: 'idle' },
  copied: 'no',
  verdict: { kind: null, reason: null, status: 'idle' },
} as const satisfies Partial<PanelState>;

/** The state after a whole suggestion, streamed or prepared. */
export function withSuggestion(state: PanelState, suggestion: Suggestion, prepared: boolean): PanelState {
  const { decision, nextAction, route, draft, handover, createdAt, ...evidence } = suggestion;
  return {
    ...state,
    opening: { status: 'ready' },
    evidence,
    decision,
    nextAction,
    route,
    handover,
    suggestionId: suggestion.suggestionId,
    draft: { status: 'done', draft, createdAt, prepared },
  };
}

/** The state after one event of `POST /v1/suggestions`, except `error`, which the store turns into a problem. */
export function withEvent(state: PanelState, event: SuggestionEvent): PanelState {
  switch (event.type) {
    case 'evidence':
      return { ...state, evidence: event.data };
    case 'decision': {
      const { decision, nextAction, route, handover } = event.data;
      return { ...state, opening: { status: 'ready' }, decision, nextAction, route, handover: handover ?? state.handover };
    }
    case 'draft.delta': {
      if (state.draft.status !== 'streaming') return state;
      const known = new Set(state.draft.citations.map((c) => c.n));
      const citations = [...state.draft.citations, ...event.data.citations.filter((c) => !known.has(c.n))];
      return { ...state, draft: { status: 'streaming', sentences: [...state.draft.sentences, event.data.sentence], citations } };
    }
    case 'suggestion':
      return withSuggestion(state, event.data, false);
    case 'done':
      return { ...state, suggestionId: event.data.suggestionId };
    case 'error':
      return state;
  }
}
