/** Learns the tenant's tags, products, priorities and risks from its solved tickets, and calibrates them on later ones. */
import type { Corpus } from '#shared/knowledge';
import { isSolved } from '../link.ts';
import { putJson } from '../snapshot/container.ts';
import { countFeatures, type FeatureBlocks, type FeatureOptions, withoutFeatures } from '../triage/features.ts';
import type { LabelGroup, TriageMeta } from '../triage/label-model.ts';
import { putMatrix, type WeightColumn } from '../triage/sparse-matrix.ts';
import { buildIdf, vectorize } from '../triage/vectorize.ts';
import type { BuiltTables, Sections } from '../types.ts';
import { packExamples } from './examples.ts';
import { novelShare, unseenShare } from './gate.ts';
import { heldBack, recency } from './hold-out.ts';
import { labelGroups, labelledTexts } from './labels.ts';
import { type Material, trainExclusive } from './train-exclusive.ts';
import { FEW, trainSeveral } from './train-several.ts';

const HELD_BACK = 0.2;
/** Weights kept over all labels: about 3 bytes each in the snapshot. */
const MAX_WEIGHTS = 700_000;
const MIN_WEIGHTS_PER_LABEL = 800;
/** Texts of at most this many words, at the median, are short. */
const SHORT_WORDS = 30;
/** Milliseconds in which an old ticket loses half of its say: products change. */
const HALF_LIFE = 2 * 365 * 86_400_000;

/**
 * Sections `triage.*` of a snapshot. Without labelled tickets they hold an empty list of groups; triage then works from
 * rules alone. Deterministic: equal input gives equal bytes.
 */
export function trainTriage(corpus: Corpus, _tables: BuiltTables): Sections {
  const sections: Sections = new Map();
  // An open ticket without tags is one that nobody has tagged yet, not one that no tag fits.
  const tickets = corpus.tickets.filter((t) => t.subject.length + t.body.length > 0 && (isSolved(t) || t.tags.length > 0));
  const groups = labelGroups(tickets);
  const texts = labelledTexts(tickets);
  const options = featureOptions(texts.map((t) => t.text));
  const learned: LabelGroup[] = [];
  if (groups.length > 0) {
    const all = texts.map((t) => countFeatures(t.text, t.language, options));
    const minimum = options.short ? 1 : 2;
    const idf = buildIdf(all, minimum, options.bits);
    const unseen = unseenShare(all);
    const novel = novelShare(all);
    // What one text alone has is most of it, and teaches nothing.
    for (const [i, b] of all.entries()) all[i] = withoutFeatures(b, (id) => idf[id] !== 0);
    const at = texts.map((t) => t.at);
    const weights = Math.floor(MAX_WEIGHTS / groups.reduce((n, g) => n + g.labels.length, 0));
    const material: Material = {
      examples: packExamples(all.length, options.bits, (i) => vectorize(all[i] as FeatureBlocks, idf)),
      blocks: all,
      unseen,
      novel,
      minimum,
      bits: options.bits,
      held: heldBack(at, HELD_BACK),
      at,
      importance: recency(at, HALF_LIFE),
      weights: Math.max(MIN_WEIGHTS_PER_LABEL, weights),
    };
    const columns: WeightColumn[] = [];
    const centroids: WeightColumn[] = [];
    for (const labels of groups) {
      const made = labels.exclusive ? trainExclusive(labels, material) : trainSeveral(labels, material);
      const examples = labels.labels.map((_, l) => labels.of.reduce((n, of) => n + (of.includes(l) ? 1 : 0), 0));
      learned.push({ name: labels.name, exclusive: labels.exclusive, first: columns.length, labels: labels.labels, examples, ...made.reading });
      columns.push(...made.columns);
      centroids.push(...made.centroids);
    }
    sections.set('triage.idf', idf);
    putMatrix(sections, 'triage.weights', columns, options.bits);
    if (learned.some((g) => g.gate)) putMatrix(sections, 'triage.centroids', centroids, options.bits);
  }
  putJson(sections, 'triage.meta', { format: 1, options, groups: learned } satisfies TriageMeta);
  return sections;
}

function featureOptions(texts: readonly string[]): FeatureOptions {
  const lengths = texts.map((t) => t.split(/\s+/).length).sort((a, b) => a - b);
  // Letters and near pairs carry over between few texts; what a text looks like is noise among them.
  const short = texts.length <= FEW || (lengths[Math.floor(lengths.length / 2)] ?? 0) <= SHORT_WORDS;
  return short ? { bits: 20, short, surface: false, maxTerms: 150 } : { bits: 18, short, surface: true, maxTerms: 250 };
}
