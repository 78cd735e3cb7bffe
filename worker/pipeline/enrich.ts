/** Links what the ticket speaks of to the graph, and pulls the neighbourhood. */
import { tokens } from '../text/analyze.ts';
import type { Enriched, EntityLink, NormalizedTicket, RunContext } from './types.ts';

/** A ticket names what it is about early; logs name everything. */
const MAX_WORDS = 300;
const MAX_CHARS = 4_000;
const MAX_ENTITIES = 12;
const NEIGHBOURHOOD = { hops: 1, limit: 40 };

/** `entities` are graph nodes whose name or alias the text holds, exact names first; `neighbourhood` is one hop around them. */
export function enrich(input: NormalizedTicket & { context: RunContext }): Enriched {
  const { graph } = input.context.knowledge;
  const found = graph.link(tokens(input.text.slice(0, MAX_CHARS)).slice(0, MAX_WORDS));
  const entities = found
    .sort((a, b) => Number(b.exact) - Number(a.exact) || b.term.length - a.term.length)
    .slice(0, MAX_ENTITIES)
    .flatMap(({ key, term, exact }): EntityLink[] => {
      const node = graph.node(key);
      return node ? [{ key, label: node.label, kind: node.kind, term, exact }] : [];
    });
  return {
    ...input,
    entities,
    neighbourhood: graph.ego(
      entities.map((e) => e.key),
      NEIGHBOURHOOD,
    ),
  };
}
