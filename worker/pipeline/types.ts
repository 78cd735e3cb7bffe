/** What passes between the stages. A stage is `stage(input, deps)`; none imports another. */

import type { Visibility } from '#shared/knowledge';
import type { Policy } from '#shared/policy';
import type { Tenure } from '#shared/preferences';
import type { Release } from '#shared/release';
import type { ArticleSuggestion, Decision, DegradedPart, Draft, NextAction, Route, SimilarTicket } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';
import type { Flag, Triage } from '#shared/triage';
import type { Knowledge, KnowledgeGraph } from '../knowledge/types.ts';
import type { DraftSource, RecentNode, RecentTickets } from '../ports.ts';

/** Fixed at the start of a run: what shapes the answer, and nothing else does. */
export type RunContext = {
  installation: string;
  release: Release;
  knowledge: Knowledge;
  /**
   * Who reads the answer: `agent` sees internal knowledge; `public` never does. `restricted` is an agent who may read some
   * tickets only: nothing that is shown rests on another ticket, names one or counts them.
   */
  reader: 'agent' | 'restricted' | 'public';
  /** Milliseconds since the epoch when the run began. */
  startedAt: number;
  /** Open tickets around this one, as they were counted when the run began. */
  recent?: RecentTickets | undefined;
  /** Of the agent who reads it; absent for one who has not said, and where nobody reads. */
  tenure?: Tenure | undefined;
};

/** Personal data taken out of one request, put back only in the text for the agent. */
export type Vault = {
  /** How many values of each type were taken out. */
  readonly counts: Readonly<Record<string, number>>;
  /** Replaces personal data by placeholders such as `⟦EMAIL_1⟧`; the same value always gets the same one. */
  hide(text: string): string;
  /** Puts back what this vault took out; foreign placeholders are removed. */
  restore(text: string): string;
};

export type NormalizedTicket = {
  /** Cleaned and pseudonymised: quotes and signatures stripped, NFKC, no hidden characters. */
  ticket: Ticket;
  vault: Vault;
  /** Subject and requester's messages, newest first, cut at 20,000 characters: what is searched and classified. */
  text: string;
  /** The requester's last message. */
  lastMessage: string;
  /** ISO 639-1 of the last message, with how sure that is. */
  language: { value: string; confidence: number };
  /** Placeholder of the requester's first name, or null. */
  requesterName: string | null;
  /** Seen while cleaning: injection marks, personal data, oversize, empty. */
  flags: Flag[];
};

export type EntityLink = { key: string; label: string; kind: string; term: string; exact: boolean };

export type Enriched = NormalizedTicket & {
  entities: EntityLink[];
  /** The bounded neighbourhood of the entities. */
  neighbourhood: KnowledgeGraph;
};

export type RankedPassage = { passage: number; article: number; score: number };

export type Retrieved = {
  /** Best first, at most 10. */
  articles: ArticleSuggestion[];
  /** Best first, at most 20; what a draft may rest on. */
  passages: RankedPassage[];
  similar: SimilarTicket[];
  /** Macros that agents used in like tickets, best first. */
  macros: { id: string; title: string; score: number; reason: string }[];
  /** Issue the ticket most likely belongs to. */
  issue: { id: string; name: string; tickets: number } | null;
  /** How agents solved that issue, as a list of steps; null where it is uncertain, or no two replies say the same. */
  steps: { ticket: string; language: string; text: string; tickets: number } | null;
  /** Nodes by which tickets like this one are counted: the issue, and the best article. */
  about: (Omit<RecentNode, 'tickets'> & { label: string })[];
  /** Calibrated probability that the best article helps. */
  confidence: number;
  confidenceReasons: string[];
  /** The evidence is spread over many articles, and no solved tickets tell how far it can be trusted: perhaps none answers it. */
  spread: boolean;
  degraded: DegradedPart[];
};

export type Triaged = { triage: Triage /** Policies whose conditions hold, with the phrase that fired. */; policies: { policy: Policy; because: string }[] };

export type Decided = Decision & {
  /** What to ask when the outcome is `clarify`. */
  clarify: string[];
  /** The policies' demands, merged. */
  say: string[];
  forbid: string[];
  authorises: string[];
  cite: string[];
  nextAction: NextAction;
};

/** A source with what grounding must know of it. `version` is empty for macros and replies. */
export type EvidenceSource = DraftSource & { url: string | null; visibility: Visibility; version: string };

export type Grounded = { draft: Draft /** Changed when too little of the draft could be supported. */; decision: Decision };

export type Routed = { route: Route; handover: string };
