import { describe, expect, test } from 'vitest';
import { createEmbeddedEmbedder } from '../../../worker/adapters/embedded/embedded-embedder.ts';
import { embedderContract } from '../../contracts/embedder.ts';

describe('embedded embedder', () => {
  embedderContract(async () => createEmbeddedEmbedder());

  const near = async (a: string, b: string, weight: (term: string) => number = () => 1): Promise<number> => {
    const [x, y] = await createEmbeddedEmbedder().embed([a, b], weight);
    return Array.from(x ?? []).reduce((sum, v, i) => sum + v * (y?.[i] ?? 0), 0);
  };

  test('a misspelt word keeps some of its likeness', async () => {
    expect(await near('extensions', 'extentions')).toBeGreaterThan(0.1);
    expect(await near('extensions', 'extentions')).toBeGreaterThan(await near('extensions', 'invoice'));
  });

  test('a word that tells much outweighs one that tells little', async () => {
    const weight = (term: string): number => (term.startsWith('bookmark') ? 6 : 0.5);
    expect(await near('please help bookmarks', 'bookmarks', weight)).toBeGreaterThan(await near('please help bookmarks', 'please help', weight));
  });
});
