/**
 * Places of the `k` highest values above `floor`, best first; equal values in place order. One pass with a binary heap:
 * most rows of a large array are refused by one comparison.
 */
export function selectTop(values: Float32Array, k: number, floor = 0, allowed?: (row: number) => boolean): number[] {
  const heap: number[] = [];
  const worse = (a: number, b: number): boolean => (values[a] as number) < (values[b] as number) || (values[a] === values[b] && a > b);
  const sink = (from: number): void => {
    let at = from;
    for (;;) {
      let worst = at;
      const left = 2 * at + 1;
      if (left < heap.length && worse(heap[left] as number, heap[worst] as number)) worst = left;
      if (left + 1 < heap.length && worse(heap[left + 1] as number, heap[worst] as number)) worst = left + 1;
      if (worst === at) return;
      [heap[at], heap[worst]] = [heap[worst] as number, heap[at] as number];
      at = worst;
    }
  };
  let bar = floor;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (value <= bar || (allowed && !allowed(row))) continue;
    if (heap.length < k) {
      heap.push(row);
      if (heap.length === k) {
        for (let i = (k >> 1) - 1; i >= 0; i--) sink(i);
        bar = values[heap[0] as number] as number;
      }
    } else {
      heap[0] = row;
      sink(0);
      bar = values[heap[0] as number] as number;
    }
  }
  return heap.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
}
