/** Other names that a model read for nodes of the graph, for a person to take or to put aside. */
import type { NameProposal, Overlay, Proposal } from '#shared/knowledge-api';
import { foldName } from '../snapshot/alias-sections.ts';
import type { Knowledge } from '../types.ts';

/** What a node is not called yet, and nobody has decided about. */
export function nameProposals(
  knowledge: Knowledge,
  { by, proposals }: { by: string; proposals: readonly Proposal[] },
  overlays: readonly Overlay[],
): NameProposal[] {
  const nameOf = (node: string, alias: string): string => `${node}\n${foldName(alias)}`;
  const seen = new Set(overlays.flatMap(({ edit }) => (edit.do === 'add_alias' || edit.do === 'delete_alias' ? [nameOf(edit.node, edit.alias)] : [])));
  return proposals.flatMap((proposal) => {
    if (proposal.propose !== 'alias' || seen.has(nameOf(proposal.node, proposal.alias))) return [];
    const node = knowledge.graph.node(proposal.node);
    if (!node || [node.label, ...node.aliases].some((name) => foldName(name) === foldName(proposal.alias))) return [];
    seen.add(nameOf(proposal.node, proposal.alias));
    const { kind, label, weight, aliases } = node;
    return [{ node: { key: proposal.node, kind, label, weight, aliases }, alias: proposal.alias, quote: proposal.quote, passageId: proposal.passageId, by }];
  });
}
