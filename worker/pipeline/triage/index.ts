// Placeholder by the lead so that the rest can be integrated: to be replaced by the stage's owner.
import type { Enriched, Retrieved, RunContext, Triaged } from '../types.ts';

export function triage(input: Enriched & { retrieved: Retrieved; context: RunContext }): Triaged {
  return {
    triage: {
      tags: [],
      product: { value: null, confidence: 0 },
      sentiment: { value: 'neutral', confidence: 0 },
      language: input.language,
      priority: { value: null, confidence: 0 },
      escalationRisk: 0,
      needsInfoRisk: 0,
      outOfScopeRisk: 0,
      flags: [...input.flags],
    },
    policies: [],
  };
}
