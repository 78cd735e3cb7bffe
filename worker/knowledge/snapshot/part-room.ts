/** Room for parts of a store that is used again: what a store hands over would lie about until a collection that may come late. */
import { giveBack } from '../give-back.ts';

type Slot = { place: string; bytes: Uint8Array<ArrayBuffer>; length: number };

/**
 * Keeps the `most` parts that were asked for last. `read` answers the part at a place as a view on a buffer of its own, which is
 * taken over. What is answered is valid until `most` other places were asked for.
 */
export function partRoom(most: number): (place: string, read: () => Promise<Uint8Array<ArrayBuffer>>) => Promise<Uint8Array> {
  const slots: Slot[] = [];
  return async (place, read) => {
    const at = slots.findIndex((slot) => slot.place === place);
    let [slot] = at >= 0 ? slots.splice(at, 1) : [];
    if (!slot) {
      slot = (slots.length < most ? null : slots.shift()) ?? { place, bytes: new Uint8Array(0), length: 0 };
      slot.place = '';
      const content = await read();
      if (content.length > slot.bytes.length) {
        giveBack(slot.bytes);
        slot.bytes = new Uint8Array(content.length);
      }
      slot.bytes.set(content);
      slot.length = content.length;
      slot.place = place;
      giveBack(content);
    }
    slots.push(slot);
    return slot.bytes.subarray(0, slot.length);
  };
}
