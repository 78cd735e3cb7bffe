/**
 * Places of the `k` highest values above `floor`, best first; equal values in place order. One pass with a binary heap:
 * most rows of a large array are refused by one comparison.
 */
export function selectTop(values: Float32Array, k: number, floor = 0, allowed?: (row: number) => boolean): number[] {
  const heap: number[] = [];
  let bar = floor;
  for (let row = 0; row < values.length; row++) {
    if ((values[row] as number) <= bar || (allowed && !allowed(row))) continue;
    if (heap.length < k) {
      heap.push(row);
      if (heap.length < k) continue;
      for (let i = (k >> 1) - 1; i >= 0; i--) sink(values, heap, i);
    } else {
      heap[0] = row;
      sink(values, heap, 0);
    }
    bar = values[heap[0] as number] as number;
  }
  return heap.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
}

/** The worst of all stands first. Not a closure over the values: one anew in every call would keep the loop above from being compiled well. */
function sink(values: Float32Array, heap: number[], from: number): void {
  for (let at = from; ; ) {
    let worst = at;
    const left = 2 * at + 1;
    if (left < heap.length && isWorse(values, heap[left] as number, heap[worst] as number)) worst = left;
    if (left + 1 < heap.length && isWorse(values, heap[left + 1] as number, heap[worst] as number)) worst = left + 1;
    if (worst === at) return;
    const row = heap[worst] as number;
    heap[worst] = heap[at] as number;
    heap[at] = row;
    at = worst;
  }
}

const isWorse = (values: Float32Array, a: number, b: number): boolean => (values[a] as number) < (values[b] as number) || (values[a] === values[b] && a > b);
