/** What a snapshot holds, as builders write it and stages read it. Indexes are positions in these tables. */

import type { DirectedGraph } from 'graphology';
import type { nodeKinds } from '#shared/graph';
import type { ArticleDocument } from '#shared/knowledge';

export type Article = Omit<ArticleDocument, 'text'> & {
  /** First 12 hex digits of the SHA-256 of its content: `article@version` names what was cited. */
  version: string;
  /** Passages `[firstPassage, firstPassage + passageCount)` are this article's. */
  firstPassage: number;
  passageCount: number;
  language: string;
};

export type Passage = {
  /** 20 hex digits of a SHA-256 over article id, place and text: short enough for Vectorize, stable while the text is. */
  id: string;
  article: number;
  /** From the article's title inwards. */
  headings: string[];
  text: string;
  kind: 'prose' | 'steps' | 'list' | 'table' | 'code';
};

/** A solved ticket as evidence: no personal data, no more of it than helps. */
export type SolvedTicket = {
  id: string;
  subject: string;
  /** Opening of the customer's words, pseudonymised. */
  excerpt: string;
  /** What resolved it: the agent's decisive words, pseudonymised. */
  resolution: string;
  articles: number[];
  macroId: string | null;
  solvedBy: string | null;
  group: string | null;
  solvedAt: string | null;
  tags: string[];
  product: string | null;
  /** Issue (community of like tickets) it belongs to; -1 for none. */
  issue: number;
};

export type Macro = { id: string; title: string; text: string; locale: string; tags: string[]; articleIds: string[] };

/** A community of solved tickets, named by its own terms. */
export type Issue = {
  id: string;
  name: string;
  terms: string[];
  tickets: number;
  articles: number[];
  /** Steps of the reply to `ticket` that replies to other tickets repeat, in order, each with the tickets it was given in. */
  steps?: { ticket: string; language: string; steps: { text: string; tickets: string[] }[] };
};

export const edgeKinds = [
  'part_of',
  'depends_on',
  'describes',
  'resolves',
  'evidenced_by',
  'governed_by',
  'applies_to',
  'owned_by',
  'solved_by',
  'tagged',
  'mentions',
  'similar_to',
  'supersedes',
  'contradicts',
] as const;
export type NodeKind = (typeof nodeKinds)[number];
export type EdgeKind = (typeof edgeKinds)[number];

export type NodeAttributes = { kind: NodeKind; id: string; label: string; weight: number; aliases: string[] };
export type EdgeAttributes = { kind: EdgeKind; weight: number; evidence: string[] };
/** Node keys are `kind:id`. */
export type KnowledgeGraph = DirectedGraph<NodeAttributes, EdgeAttributes>;

/** How a ticket came to an article: stated outright, in the deciding reply, or in another reply. */
export type LinkSource = 'resolved_by' | 'decisive' | 'mentioned';
/** `weight` from 0 to 1: how much this link says that the article solves such a ticket; little for boilerplate. */
export type ArticleLink = { article: number; source: LinkSource; weight: number };
/** What closed a ticket. */
export type TicketLink = {
  /** Place in `corpus.tickets`. */
  ticket: number;
  /** Best first. */
  articles: ArticleLink[];
  macroId: string | null;
  solvedBy: string | null;
  /** Place of the deciding reply in the ticket's replies; -1 without one. */
  reply: number;
  /** The requester said that it helped. */
  confirmed: boolean;
};

/** The tables a build has made before models are learned from them. */
export type BuiltTables = {
  articles: Article[];
  passages: Passage[];
  tickets: SolvedTicket[];
  /** Row for row with `tickets`: what the training needs of them and a snapshot does not keep. */
  links: TicketLink[];
  macros: Macro[];
  issues: Issue[];
  graph: KnowledgeGraph;
  /** By article: what visitors searched for before they opened it. Learned from, and not kept in a snapshot. */
  searches?: readonly string[];
};

/** A lazily decoded column of records. */
export type Table<T> = { readonly length: number; get(index: number): T };
export const tableOf = <T>(rows: readonly T[]): Table<T> => ({ length: rows.length, get: (index) => rows[index] as T });

/** A loaded snapshot. Immutable; shared by every request of an isolate. */
export type Knowledge = {
  hash: string;
  builtAt: string;
  articles: Table<Article>;
  passages: Table<Passage>;
  tickets: Table<SolvedTicket>;
  macros: Table<Macro>;
  issues: Table<Issue>;
  articleIndex(id: string): number | null;
  passageIndex(id: string): number | null;
  graph: GraphView;
  /** Sections of models, by name; each model reads its own. */
  sections: SectionReader;
  /** One value a snapshot, made once: decoded models are kept here by their reader. */
  cached<T>(key: string, make: () => T): T;
};

/** The graph as it lies in the snapshot's arrays; requests work on graphology graphs materialised from it. */
export type GraphView = {
  nodeCount: number;
  edgeCount: number;
  node(key: string): NodeAttributes | null;
  /** The neighbourhood of the seeds as a graphology graph: at most `limit` nodes, strongest edges first; with `kinds`, along these edges alone. */
  ego(seeds: string[], options: { hops: number; limit: number; kinds?: readonly EdgeKind[] }): KnowledgeGraph;
  /** Node keys whose name or alias the text holds, typos of one letter forgiven for long words. */
  link(terms: string[]): { key: string; term: string; exact: boolean }[];
};

export type SectionData = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;
export type Sections = Map<string, SectionData>;
export type SectionReader = {
  has(name: string): boolean;
  u8(name: string): Uint8Array;
  u16(name: string): Uint16Array;
  u32(name: string): Uint32Array;
  i32(name: string): Int32Array;
  f32(name: string): Float32Array;
  f64(name: string): Float64Array;
  json<T>(name: string): T;
  strings(name: string): Table<string>;
};
