import type { VectorIndex } from '../../ports.ts';
import { nearest, normalizeInto } from './flat-scan.ts';

const MAX_TOP_K = 100;

type Shelf = { ids: string[]; rowOf: Map<string, number>; matrix: Float32Array; dimensions: number };

/** An exact index in memory, visible at once: for evaluations and tests, and wherever no index is bound. */
export function createEmbeddedVectors(): VectorIndex {
  const shelves = new Map<string, Shelf>();
  return {
    name: 'embedded-flat',
    async query(namespace, vector, topK) {
      const shelf = shelves.get(namespace);
      if (!shelf || shelf.dimensions !== vector.length) return [];
      const query = new Float32Array(vector.length);
      normalizeInto(vector, query, 0);
      return nearest(shelf.matrix, shelf.ids.length, query, Math.max(1, Math.min(topK, MAX_TOP_K))).map(({ row, score }) => ({
        id: shelf.ids[row] as string,
        score,
      }));
    },
    async upsert(namespace, vectors) {
      const dimensions = vectors[0]?.values.length;
      if (dimensions === undefined) return;
      const shelf: Shelf = shelves.get(namespace) ?? { ids: [], rowOf: new Map(), matrix: new Float32Array(0), dimensions };
      shelves.set(namespace, shelf);
      const added = vectors.filter((v) => !shelf.rowOf.has(v.id));
      for (const { id } of added) if (!shelf.rowOf.has(id)) shelf.rowOf.set(id, shelf.ids.push(id) - 1);
      const matrix = new Float32Array(shelf.ids.length * dimensions);
      matrix.set(shelf.matrix);
      shelf.matrix = matrix;
      for (const { id, values } of vectors) normalizeInto(values, matrix, (shelf.rowOf.get(id) as number) * dimensions);
    },
    async remove(namespace, ids) {
      const shelf = shelves.get(namespace);
      if (!shelf) return;
      const gone = new Set(ids);
      const kept = shelf.ids.filter((id) => !gone.has(id));
      const matrix = new Float32Array(kept.length * shelf.dimensions);
      for (const [row, id] of kept.entries()) {
        const from = (shelf.rowOf.get(id) as number) * shelf.dimensions;
        matrix.set(shelf.matrix.subarray(from, from + shelf.dimensions), row * shelf.dimensions);
      }
      shelves.set(namespace, { ids: kept, rowOf: new Map(kept.map((id, row) => [id, row])), matrix, dimensions: shelf.dimensions });
    },
  };
}
