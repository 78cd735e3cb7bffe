/** Raised while reading a body that is longer than a sane answer. */
export class TooManyBytes extends Error {}

/** `fetch` whose bodies end with `TooManyBytes` after `limit` bytes; the connection is then closed. */
export function cappedFetch(send: typeof fetch, limit: number): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    if (!response.body) return response;
    let size = 0;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength;
        if (size > limit) controller.error(new TooManyBytes(`more than ${limit} bytes`));
        else controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(counter), { status: response.status, statusText: response.statusText, headers: response.headers });
  };
}
