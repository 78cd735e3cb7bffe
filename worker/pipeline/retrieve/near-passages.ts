/** The vector index's answer, if it comes in time. */
import type { DegradedPart } from '#shared/suggestion';
import { embeddingWeight } from '../../knowledge/embedding-text.ts';
import { usesVectors } from '../../knowledge/rank/fusion.ts';
import { rankModels } from '../../knowledge/rank/models.ts';
import type { Knowledge } from '../../knowledge/types.ts';
import type { Ports } from '../../ports.ts';

/** The first event waits no longer than this for embedding and search together. */
export const VECTOR_BUDGET_MS = 150;
const TOP_K = 100;
const MAX_CHARS = 4_000;

type Near = { hits: { passage: number; score: number }[] | null; degraded: DegradedPart[] };

/** Hits of passages that this snapshot does not hold are left out. `hits` is null when vectors are off, late or broken. */
export async function nearPassages(
  knowledge: Knowledge,
  { installation, text, wanted, embedder }: { installation: string; text: string; wanted: boolean /** That of the release. */; embedder: string },
  deps: Pick<Ports, 'vectors' | 'embedder'>,
): Promise<Near> {
  const { fusion } = rankModels(knowledge);
  // Vectors made of words alone must first show on solved tickets that they help (on four sets of questions they did not).
  const unproven = deps.embedder.weighted === true && fusion.examples === 0;
  if (!wanted || text.trim() === '' || unproven || !usesVectors(fusion)) return { hits: null, degraded: [] };
  // Vectors of different embedders say nothing about each other.
  if (embedder !== deps.embedder.name) return without('was built with another embedder');
  const search = async (): Promise<Near> => {
    const [vector] = await deps.embedder.embed([text.slice(0, MAX_CHARS)], embeddingWeight(knowledge));
    if (!vector?.some((v) => v !== 0)) return { hits: [], degraded: [] };
    const found = await deps.vectors.query(installation, vector, TOP_K);
    const hits = found.flatMap(({ id, score }) => {
      const passage = knowledge.passageIndex(id);
      return passage === null ? [] : [{ passage, score }];
    });
    return { hits, degraded: [] };
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Near>((resolve) => {
    timer = setTimeout(() => resolve(without('did not answer in time')), VECTOR_BUDGET_MS);
  });
  try {
    return await Promise.race([search(), late]);
  } catch {
    return without('is not available');
  } finally {
    clearTimeout(timer);
  }
}

const without = (what: string): Near => ({
  hits: null,
  degraded: [{ part: 'vectors', message: `The vector search ${what}; articles were ranked without it.` }],
});
