/**
 * What a model proposes for the graph. Off unless a proposer is composed; nothing it says is believed: a proposal must name
 * entities of the catalogue and quote, word for word, a passage that names them. Relations become edges marked with
 * `model:…`; names wait in a list for a person. Kept beside the documents, so that the graph stays a function of both.
 */
import { createHash } from 'node:crypto';
import type { EntityDocument } from '#shared/knowledge';
import { type Proposal, proposalSchema } from '#shared/knowledge-api';
import { AppError } from '../../errors.ts';
import type { GraphProposer, KnowledgeRecord } from '../../ports.ts';
import { buildCatalogue } from '../graph/catalogue.ts';
import { newGraph, putEdge } from '../graph/edit.ts';
import { foldName } from '../snapshot/alias-sections.ts';
import type { KnowledgeGraph, Passage, Table } from '../types.ts';

const STATE = 'proposals';
/** Passages asked about in one call, and in one run: the next run goes on. */
const BATCH = 10;
const MOST = 100;
const MOST_KEPT = 2_000;
/** A proposal weighs less than what documents state. */
const WEIGHT = 0.3;

type Kept = { by: string; asked: string[]; proposals: Proposal[] };
type Record = Pick<KnowledgeRecord, 'knowledgeState' | 'setKnowledgeState'>;

/** What a proposer said until now; nothing when it is another one, or none. */
export async function keptProposals(record: Pick<Record, 'knowledgeState'>, by: string | null): Promise<Kept> {
  const json = by === null ? null : await record.knowledgeState(STATE);
  const kept = json === null ? null : (JSON.parse(json) as Kept);
  return kept?.by === by && kept !== null ? kept : { by: by ?? '', asked: [], proposals: [] };
}

/** Asks about passages that name entities and were not asked about before. A model that fails is told and costs the build nothing. */
export async function propose(
  record: Record,
  proposer: GraphProposer,
  { each, entities }: { each: (visit: (passage: Passage) => void) => Promise<void>; entities: readonly EntityDocument[] },
): Promise<{ asked: number; kept: number; failed: string }> {
  const old = await keptProposals(record, proposer.name);
  const catalogue = buildCatalogue(newGraph(), entities);
  const known = new Set(old.asked);
  const there = new Set<string>();
  const open: Pick<Passage, 'id' | 'text'>[] = [];
  await each(({ id, text }) => {
    there.add(mark(id));
    if (open.length < MOST && !known.has(mark(id)) && catalogue.mentions(text).size > 0) open.push({ id, text });
  });
  const names = entities.map(({ kind, id, name, aliases }) => ({ key: `${kind}:${id}`, names: [name, ...aliases] }));
  const asked = old.asked.filter((id) => there.has(id));
  const proposals = old.proposals.filter(({ passageId }) => there.has(mark(passageId)));
  let failed = '';
  let done = 0;
  for (let i = 0; i < open.length && failed === ''; i += BATCH) {
    const batch = open.slice(i, i + BATCH);
    try {
      const found = await proposer.propose(
        batch.map(({ id, text }) => ({ id, text })),
        names,
      );
      proposals.push(...found.filter((proposal) => isGrounded(proposal, batch, names)));
      asked.push(...batch.map(({ id }) => mark(id)));
      done += batch.length;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failed = error.message;
    }
  }
  await record.setKnowledgeState(STATE, JSON.stringify({ by: proposer.name, asked, proposals: proposals.slice(0, MOST_KEPT) } satisfies Kept));
  return { asked: done, kept: proposals.length, failed };
}

const mark = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 12);

/** Its quote stands in the passage, and holds a name of every entity it speaks of. */
function isGrounded(proposal: Proposal, passages: readonly Pick<Passage, 'id' | 'text'>[], entities: readonly { key: string; names: string[] }[]): boolean {
  if (!proposalSchema.safeParse(proposal).success) return false;
  const passage = passages.find(({ id }) => id === proposal.passageId);
  const quote = ` ${foldName(proposal.quote)} `;
  if (!passage || !` ${foldName(passage.text)} `.includes(quote)) return false;
  const holds = (name: string): boolean => foldName(name) !== '' && quote.includes(` ${foldName(name)} `);
  const names = (key: string): string[] => entities.find((entity) => entity.key === key)?.names ?? [];
  if (proposal.propose === 'edge') return proposal.from !== proposal.to && names(proposal.from).some(holds) && names(proposal.to).some(holds);
  // A name that is somebody's already is no news, and a word of half the catalogue no name.
  const taken = entities.some((entity) => entity.names.some((name) => foldName(name) === foldName(proposal.alias)));
  return !taken && names(proposal.node).length > 0 && holds(proposal.alias);
}

/** Adds the proposed relations of passages that are there; what documents or people said of two nodes stays. */
export function putProposals(graph: KnowledgeGraph, { by, proposals }: Kept, ids: Table<string>): void {
  if (proposals.length === 0) return;
  const there = new Set(Array.from({ length: ids.length }, (_, i) => ids.get(i)));
  for (const proposal of proposals)
    if (there.has(proposal.passageId) && proposal.propose === 'edge' && !graph.hasEdge(proposal.from, proposal.to))
      putEdge(graph, proposal.kind, proposal.from, proposal.to, WEIGHT, [`model:${by}`, proposal.passageId]);
}
