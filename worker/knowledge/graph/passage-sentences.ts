import { sentences } from '../../text/sentences.ts';
import type { Passage } from '../types.ts';

const cut = new WeakMap<Passage, string[]>();

/** Sentences of a passage, cut once a build: several looks are taken at them. */
export function passageSentences(passage: Passage): string[] {
  const known = cut.get(passage) ?? sentences(passage.text);
  cut.set(passage, known);
  return known;
}
