import type { SuggestionEvent } from '#shared/api';
import { toErrorBody } from './errors.ts';

const encoder = new TextEncoder();
const block = (event: SuggestionEvent): Uint8Array => encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);

/**
 * Events as they come, as `text/event-stream`. A failure after the first byte becomes an `error` event, the last one.
 * `onEnd` hears how it went: false when it failed or the reader left.
 */
export function eventStream(events: AsyncGenerator<SuggestionEvent, unknown>, requestId: string, onEnd: (finished: boolean) => Promise<void>): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await events.next();
        if (!next.done) return controller.enqueue(block(next.value));
        await onEnd(true);
      } catch (error) {
        controller.enqueue(block({ type: 'error', data: toErrorBody(error, requestId).body }));
        await onEnd(false);
      }
      controller.close();
    },
    async cancel() {
      await events.return(undefined);
      await onEnd(false);
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
}
