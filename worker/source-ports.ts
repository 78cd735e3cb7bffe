/** What knowledge comes from and how it is kept: sources, their pages, and the pace at which they are asked. */
import type { DocumentKind } from '#shared/knowledge';
import type { SourceDocument, SourceSkip } from '#shared/source-document';

export type DocumentRef = { kind: DocumentKind; id: string };

/** One page of a source. Every part of it may come twice: whoever keeps it upserts by kind and id. */
export type SourcePage = {
  documents: SourceDocument[];
  /** Gone at the source, with everything that hangs on it (a ticket with its comments and ratings). */
  deleted: DocumentRef[];
  skipped: SourceSkip[];
  /**
   * While a full listing is under way: what the source still holds. When `complete`, whatever of `kinds` this source
   * gave before and this `pass` did not name is gone. Null while only changes are read.
   */
  listing: { pass: string; kinds: DocumentKind[]; present: DocumentRef[]; complete: boolean } | null;
  /** Where to go on, also after a kill; opaque. */
  cursor: string;
  /** Nothing newer for now; call again later with `cursor`. */
  done: boolean;
};

/** Where knowledge comes from. Holds no state of its own but caches: the cursor is all that a run must keep. */
export type KnowledgeSource = {
  name: string;
  kinds: DocumentKind[];
  /** Documents that changed since `cursor`, page by page; null begins with a full listing. Throws `SourceError`. */
  changes(cursor: string | null): Promise<SourcePage>;
  /** One document as it is now, in all its languages, for a webhook; empty when it is gone or not to be read. Throws `SourceError`. */
  fetch(ref: DocumentRef): Promise<{ documents: SourceDocument[]; skipped: SourceSkip[] }>;
};

/** Where the documents of sources are kept, beside those that were sent as files. Each method is one atomic step. */
export type SourceStore = {
  cursor(source: string): Promise<string | null>;
  /**
   * Takes a page and its cursor together: upserts documents by kind and id, removes what the page tells (a ticket with
   * its comments and ratings), marks what a listing names, and at its end removes what this pass did not. Answers how
   * many documents are new or have another hash; what another source holds under the same address is skipped, with a
   * reason. The same page again changes nothing.
   */
  keep(source: string, page: SourcePage): Promise<{ changed: number; removed: number; skipped: SourceSkip[] }>;
  /** Removes everything that came from the source, and its cursor. */
  forget(source: string): Promise<number>;
};

/** Keeps outbound calls within the share of an account's rate limit that is Deskgraph's to use. One for each account. */
export type RequestPacer = {
  /** Waits for the next turn of a limit; throws `SourceError('rate_limited')` when that is too far off to be held for. */
  turn(limit: string, assumed: { calls: number; perMs: number }): Promise<void>;
  /** What an answer told: the limit's size and what is left of it, or how long to stay away. */
  saw(limit: string, told: { calls?: number; perMs?: number; remaining?: number; resetMs?: number; retryAfterMs?: number }): void;
};
