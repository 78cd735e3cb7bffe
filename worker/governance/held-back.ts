/**
 * Which solved tickets no snapshot learns from, so that the gate can ask them of any release: judged on what it has
 * learned, a new snapshot would always win. Told by the id alone: a ticket is held back from every build or from none.
 */

/** One in so many: the newest hundreds of a few thousand tickets make a mean, and three in a hundred are missed by nobody. */
const ONE_IN = 33;

/** FNV-1a (32 bit) over the UTF-16 units of the id, with its upper bits mixed in: sequential ids fall evenly. */
export function isHeldBack(ticketId: string): boolean {
  let hash = 0x811c9dc5;
  for (let i = 0; i < ticketId.length; i++) hash = Math.imul(hash ^ ticketId.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % ONE_IN === 0;
}
