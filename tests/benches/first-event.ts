/** One suggestion over HTTP as the sidebar asks for it: when its first event was whole, and when it ended. */
import { type Agent, request } from 'node:http';
import type { Ticket } from '#shared/ticket';

export type Timed = { firstMs: number; wholeMs: number };

/** Throws on anything but a stream that ends with `done`. */
export function firstEvent(origin: string, token: string, agent: Agent, ticket: Ticket, until: 'decision' | 'draft'): Promise<Timed> {
  const body = JSON.stringify({ ticket, until });
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'text/event-stream',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const call = request(`${origin}/v1/suggestions`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      let firstMs = 0;
      response.setEncoding('utf8');
      response.on('data', (data: string) => {
        text += data;
        if (firstMs === 0 && text.includes('\n\n')) firstMs = performance.now() - started;
      });
      response.on('end', () => {
        if (response.statusCode !== 200 || !text.startsWith('event: evidence') || !text.includes('event: done'))
          reject(new Error(`A suggestion was answered ${response.statusCode}: ${text.slice(0, 300)}`));
        else resolve({ firstMs, wholeMs: performance.now() - started });
      });
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}
