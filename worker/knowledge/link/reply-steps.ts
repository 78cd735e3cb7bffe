/** What an agent told a customer to do, as a list of steps. */
import { sentences } from '../../text/sentences.ts';
import { isInstruction } from '../split/steps.ts';

const MARKER = /^\s*(?:\(?\d{1,2}[.)]|[-*•–])\s+/;
const ADDRESS = /\b(?:https?:\/\/|www\.)\S+/gi;
const FEWEST = 2;
const MOST = 12;
const LONGEST = 300;

/**
 * Steps of a reply in order, without their numbers; empty when it has fewer than two. Lines of a list are steps, and so are
 * sentences that tell the reader to do something. A step that holds hidden personal data is for one person, and left out; so is
 * a bare address.
 */
export function replySteps(reply: string): string[] {
  const lines = reply.split('\n').map((line) => line.trim());
  const listed = lines.filter((line) => MARKER.test(line)).map((line) => line.replace(MARKER, '').trim());
  // Of a list that is no instruction (products, links) nothing can be done.
  const found = listed.filter(isInstruction).length >= FEWEST ? listed : lines.flatMap(sentences).filter(isInstruction);
  const steps = found.filter((step) => step.length <= LONGEST && !step.includes('⟦') && /\p{L}{2}/u.test(step.replace(ADDRESS, ''))).slice(0, MOST);
  return steps.length < FEWEST ? [] : steps;
}
