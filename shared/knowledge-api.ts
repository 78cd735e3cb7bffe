/**
 * The knowledge as an admin looks at it and corrects it. Lists take `?limit=` (1 to 200, default 50) and `?cursor=`, and
 * answer `{ items, next }`; `next` is the cursor of the page after, null at the end. Everything is the caller's own
 * installation's.
 *
 * GET    /v1/knowledge/sources                  → Page<ConnectedSource>
 * PUT    /v1/knowledge/sources/:id              sourceSchema → ConnectedSource (connects, or changes)
 * POST   /v1/knowledge/sources/:id/pause | /resume | /read   → ConnectedSource, or the IngestRun that reads it
 * DELETE /v1/knowledge/sources/:id              → { removed, run }: with everything that came from it
 * GET    /v1/knowledge/runs                     → Page<IngestRun>, newest first
 * GET    /v1/knowledge/documents?kind=article   → Page<DocumentRow>
 * GET    /v1/knowledge/nodes?kind=&q=           → Page<NodeRow>
 * GET    /v1/knowledge/nodes/:key               → NodeView: the node, its edges and why it is here
 * GET    /v1/knowledge/edges?kind=              → Page<EdgeRow>
 * GET    /v1/knowledge/paths?from=&to=          → Page<PathStep[]>
 * GET    /v1/knowledge/merges                   → Page<MergeCandidate>
 * GET    /v1/knowledge/names                    → Page<NameProposal>: other names that a model read
 * GET    /v1/knowledge/contradictions           → Page<ContradictionRow>
 * GET    /v1/knowledge/stale                    → Page<StaleRow>
 * GET    /v1/knowledge/overlays                 → Page<Overlay>
 * POST   /v1/knowledge/overlays                 editSchema → Overlay; it holds from the next build on
 * DELETE /v1/knowledge/overlays/:id             → { ok: true }
 */
import * as z from 'zod';

export const sourceKinds = ['zendesk', 'hubspot', 'web'] as const;
export const sourceSchema = z.object({
  kind: z.enum(sourceKinds),
  config: z.record(z.string().max(64), z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()])).default({}),
  paused: z.boolean().default(false),
});
export type SourceInput = z.infer<typeof sourceSchema>;
export type ConnectedSource = SourceInput & {
  id: string;
  connectedAt: string;
  lastReadAt: string | null;
  lastReading: {
    state: 'done' | 'failed';
    read: number;
    changed: number;
    removed: number;
    skipped: { where: string; reason: string }[];
    message: string | null;
  } | null;
};

export type Page<T> = { items: T[]; next: string | null };
export const pageQuerySchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(512).optional() });

/** A person's correction of the graph. Node keys are `kind:id`. */
const key = z
  .string()
  .min(3)
  .max(400)
  .regex(/^[a-z]+:/);
const nodeKind = z.enum(['product', 'feature', 'version', 'plan', 'region', 'brand', 'policy', 'team', 'tag']);
const edgeKind = z.enum([
  'part_of',
  'depends_on',
  'describes',
  'resolves',
  'governed_by',
  'applies_to',
  'owned_by',
  'tagged',
  'mentions',
  'similar_to',
  'supersedes',
  'contradicts',
]);
export const editSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('add_node'),
    kind: nodeKind,
    id: z.string().min(1).max(256),
    label: z.string().min(1).max(256),
    aliases: z.array(z.string().max(256)).max(100).default([]),
  }),
  z.object({ do: z.literal('rename_node'), node: key, label: z.string().min(1).max(256) }),
  /** `from` goes; its edges and names become `into`'s. */
  z.object({ do: z.literal('merge_nodes'), from: key, into: key }),
  /** These two are not one thing, whatever their names look like. */
  z.object({ do: z.literal('keep_apart'), a: key, b: key }),
  /** Neighbours that move to a new node of the same kind. */
  z.object({ do: z.literal('split_node'), node: key, id: z.string().min(1).max(256), label: z.string().min(1).max(256), neighbours: z.array(key).max(1_000) }),
  z.object({ do: z.literal('delete_node'), node: key }),
  z.object({ do: z.literal('add_edge'), kind: edgeKind, from: key, to: key, weight: z.number().min(0).max(10).default(1) }),
  z.object({ do: z.literal('delete_edge'), from: key, to: key }),
  /** Counts as much as the strongest edge of its kind at `from`. */
  z.object({ do: z.literal('pin_edge'), from: key, to: key }),
  z.object({ do: z.literal('add_alias'), node: key, alias: z.string().min(1).max(256) }),
  z.object({ do: z.literal('delete_alias'), node: key, alias: z.string().min(1).max(256) }),
  /** The product has a newer version since `at`: articles about it that were last changed before may be out of date. */
  z.object({ do: z.literal('release_version'), product: key, version: z.string().min(1).max(128), at: z.string().max(40) }),
]);
export type Edit = z.infer<typeof editSchema>;
export type Overlay = { id: string; edit: Edit; editedBy: string; editedAt: string };

/** What a model read in a passage, and the sentence that says it. */
const said = { passageId: z.string().min(1).max(64), quote: z.string().min(3).max(600) };
export const proposalSchema = z.discriminatedUnion('propose', [
  z.object({ propose: z.literal('alias'), node: key, alias: z.string().min(2).max(80), ...said }),
  z.object({ propose: z.literal('edge'), from: key, to: key, kind: z.enum(['part_of', 'depends_on', 'applies_to']), ...said }),
]);
export type Proposal = z.infer<typeof proposalSchema>;
/** Another name for a node, for a person to decide: `add_alias` takes it, `delete_alias` takes it off the list. */
export type NameProposal = { node: NodeRow; alias: string; quote: string; passageId: string; by: string };

export type DocumentRow = {
  kind: string;
  id: string;
  title: string;
  source: string;
  version: string;
  hash: string;
  language: string | null;
  visibility: string | null;
  owner: string | null;
  updatedAt: string | null;
  url: string | null;
};
export type NodeRow = { key: string; kind: string; label: string; weight: number; aliases: string[] };
export type EdgeRow = {
  from: string;
  to: string;
  fromLabel: string;
  toLabel: string;
  kind: string;
  weight: number /** What it rests on. */;
  evidence: string[];
};
/** One reason for a node: an edge's evidence, a person's edit, or the document itself. */
export type Why = { because: string; evidence: string[] };
export type NodeView = { node: NodeRow; why: Why[]; edges: EdgeRow[] };
export type PathStep = { from: string; to: string; kind: string; weight: number; evidence: string[]; reversed: boolean };
export type MergeCandidate = { a: NodeRow; b: NodeRow; why: string; likeness: number };
export type PassageQuote = { passageId: string; articleId: string; title: string; url: string | null; text: string };
export type ContradictionRow = { kind: 'contradiction' | 'duplicate'; likeness: number; a: PassageQuote; b: PassageQuote };
/** What visitors of the help centre typed: how often, how often nothing was opened, how often a ticket followed. */
export type SearchRow = { query: string; times: number; unclicked: number; tickets: number };
export type StaleRow = { articleId: string; title: string; url: string | null; updatedAt: string | null; because: string; evidence: string[] };
