/** Tags of the team's own vocabulary, with a calibrated confidence and three reasons in words. */
import type { Policy } from '#shared/policy';
import type { TagSuggestion } from '#shared/triage';
import type { GroupGuess, LabelModel } from '../../knowledge/triage/label-model.ts';
import type { Enriched, Retrieved, RunContext } from '../types.ts';

export type TagInput = Enriched & { retrieved: Retrieved; context: RunContext };

const MOST = 6;
/** Shown below the release's threshold, for an agent to pick from. */
const WORTH_SHOWING = 0.3;
/** A like ticket's tag without a model behind it is a hint, no more. */
const NEIGHBOUR_SHARE = 0.6;

/** Most probable first; tags the ticket carries already are marked, not left out. */
export function suggestTags(input: TagInput, model: LabelModel | null, guess: GroupGuess | undefined, language: string): TagSuggestion[] {
  const { manifest } = input.context.release;
  const allowed = manifest.tags.length > 0 ? new Set(manifest.tags.map((t) => t.toLowerCase())) : null;
  const present = new Set(input.ticket.tags.map((t) => t.toLowerCase()));
  const near = neighbourTags(input);
  const scored = new Map<string, { confidence: number; examples: number }>();
  if (guess && !guess.outside) for (const g of guess.guesses) scored.set(g.label, { confidence: g.confidence, examples: g.examples });
  if (!guess) for (const [tag, share] of near) scored.set(tag, { confidence: share * NEIGHBOUR_SHARE, examples: 0 });
  const least = Math.min(WORTH_SHOWING, manifest.thresholds.tag);
  return [...scored]
    .filter(([tag, { confidence }]) => confidence >= least && (allowed === null || allowed.has(tag.toLowerCase())))
    .sort((a, b) => b[1].confidence - a[1].confidence)
    .slice(0, MOST)
    .map(([tag, { confidence, examples }]) => ({
      tag,
      confidence: Math.round(confidence * 1000) / 1000,
      present: present.has(tag.toLowerCase()),
      reasons: reasons(input, model, guess, { tag, confidence, examples, share: near.get(tag) ?? 0 }, language),
    }));
}

/** Share of the similar solved tickets, weighted by similarity, that carry each tag. */
function neighbourTags({ retrieved, context }: TagInput): Map<string, number> {
  const votes = new Map<string, number>();
  let total = 0;
  for (const { tags, similarity } of similarWithTags(retrieved, context)) {
    total += similarity;
    for (const tag of new Set(tags)) votes.set(tag.toLowerCase(), (votes.get(tag.toLowerCase()) ?? 0) + similarity);
  }
  return new Map([...votes].map(([tag, weight]) => [tag, weight / total]));
}

function similarWithTags(retrieved: Retrieved, context: RunContext): { tags: string[]; similarity: number }[] {
  const rows = context.knowledge.cached('triage.ticket-rows', () => {
    const { tickets } = context.knowledge;
    const byId = new Map<string, number>();
    for (let row = 0; row < tickets.length; row += 1) byId.set(tickets.get(row).id, row);
    return byId;
  });
  return retrieved.similar.flatMap(({ id, similarity }) => {
    const row = rows.get(id);
    return row === undefined ? [] : [{ tags: context.knowledge.tickets.get(row).tags, similarity }];
  });
}

type Reasoned = { tag: string; confidence: number; examples: number; share: number };

function reasons(
  { text, retrieved, context }: TagInput,
  model: LabelModel | null,
  guess: GroupGuess | undefined,
  { tag, confidence, examples, share }: Reasoned,
  language: string,
): string[] {
  const found: string[] = [];
  const counted = context.reader !== 'restricted';
  const words = model && guess ? model.because(text, language, 'tag', tag, 3) : [];
  if (words.length > 0) found.push(`Matching words: ${words.map((w) => `“${w}”`).join(', ')}${counted ? ` (learned from ${examples} tickets)` : ''}`);
  const carrying = Math.round(share * retrieved.similar.length);
  if (counted && carrying > 0) found.push(`${carrying} of the ${retrieved.similar.length} most similar solved tickets carry it`);
  const policy = context.release.manifest.policies.find((p: Policy) => p.when.intents.some((i) => i.toLowerCase() === tag.toLowerCase()));
  if (policy) found.push(`Policy “${policy.title}” applies to it`);
  const bin = model?.groups.find((g) => g.name === 'tag')?.reliability?.bins.find((b) => confidence >= b.from && confidence < b.to && b.n >= 10);
  if (bin) found.push(`Of later tickets with this confidence, ${Math.round(bin.observed * 100)} % carried the tag`);
  else if (found.length === 0) found.push('The ticket as a whole reads like those that carry it');
  return found.slice(0, 3);
}
