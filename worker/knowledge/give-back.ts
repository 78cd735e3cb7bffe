/** Gives their memory back at once, where a collection may come late; nothing may look at these arrays, or others on their buffers, any more. */
export function giveBack(...arrays: readonly (ArrayBufferView | ArrayBuffer | null)[]): void {
  for (const array of arrays) {
    const buffer = array !== null && 'buffer' in array ? array.buffer : array;
    if (buffer instanceof ArrayBuffer && !buffer.detached) buffer.transfer(0);
  }
}
