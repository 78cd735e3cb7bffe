import type { Triage } from '#shared/triage';
import { type GroupName, labelModel } from '../../knowledge/triage/label-model.ts';
import { usedLanguage } from '../../text/used-language.ts';
import type { Enriched, Retrieved, RunContext, Triaged } from '../types.ts';
import { findCues } from './cues.ts';
import { estimatePriority, estimateProduct, estimateRisks } from './estimates.ts';
import { findFlags } from './flags.ts';
import { matchPolicies } from './match-policies.ts';
import { readSentiment } from './sentiment.ts';
import { suggestTags } from './suggest-tags.ts';

/**
 * What the ticket is about and what must not be overlooked. Learned models speak where the tenant's tickets taught them
 * something; rules speak always. Pure: the same input gives the same answer.
 */
export function triage(input: Enriched & { retrieved: Retrieved; context: RunContext }): Triaged {
  const { context, text, ticket } = input;
  const { manifest } = context.release;
  const model = labelModel(context.knowledge);
  const language = usedLanguage(input.language, ticket.locale);
  const guesses = new Map((text.trim() === '' ? [] : (model?.predict(text, language) ?? [])).map((g) => [g.name as GroupName, g]));

  const cues = findCues(text);
  const { angry, ...sentiment } = readSentiment(input.lastMessage || text, cues);
  const tags = suggestTags(input, model, guesses.get('tag'), language);
  const given = tags.filter((t) => t.confidence >= manifest.thresholds.tag).map((t) => t.tag);
  const policies = matchPolicies(manifest.policies, { text, ticket, tags: given });
  const flags = findFlags(input, cues, angry, policies);
  const found: Triage = {
    tags,
    product: estimateProduct(input, guesses.get('product')),
    sentiment,
    language: input.language,
    priority: estimatePriority(input, guesses.get('priority'), flags),
    ...estimateRisks(input, guesses, flags, cues.has('foreign')),
    flags,
  };
  return { triage: found, policies };
}
