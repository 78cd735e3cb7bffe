/** Whether a translation can say what the text says, by what is written alike in every language. */
import { hasForeignLink } from '../../pipeline/ground/output-filters.ts';

const LINK = /(?:https?:\/\/|www\.)[^\s<>"'()\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const PLACEHOLDER = /⟦[^⟦⟧]{0,64}⟧/gu;
/** Languages differ in length; by more than this, something was added or left out. */
const LONGER = 3;
const ROOM = 40;

/** Numbers, links and placeholders are the same on both sides, and neither is much longer than the other. */
export function saysTheSame(text: string, translation: string): boolean {
  if (translation.trim() === '') return false;
  if (translation.length > LONGER * text.length + ROOM || text.length > LONGER * translation.length + ROOM) return false;
  const same = (pattern: RegExp) => listed(text, pattern) === listed(translation, pattern);
  return same(LINK) && same(PLACEHOLDER) && same(/\p{N}+/gu) && !hasForeignLink(translation.replace(LINK, ' '), []);
}

const listed = (text: string, pattern: RegExp): string =>
  [...text.matchAll(pattern)]
    .map(([found]) => found.replace(/[.,;:!?]+$/, '').toLowerCase())
    .sort()
    .join('\n');
