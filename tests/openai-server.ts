/**
 * A server that speaks OpenAI's chat completions over real sockets and does what a script says: the truth, nonsense,
 * half of it, or nothing. Faults differ on the wire: a reset is not a clean early end.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ModelAnswer = { sentences: { text: string; citations: number[]; kind: string }[] } | Record<string, unknown>;

export type Script =
  /** A whole answer, in pieces of `piece` characters. */
  | {
      do: 'answer';
      answer: ModelAnswer | ((prompt: Prompt) => ModelAnswer);
      piece?: number;
      finish?: string | null;
      delayMs?: number;
      usage?: { prompt_tokens: number; completion_tokens: number };
    }
  /** These characters as the answer's content, whatever they are. */
  | { do: 'say'; content: string; finish?: string | null }
  /** Ends the stream cleanly, or resets the connection, after so many pieces. */
  | { do: 'cut'; answer: ModelAnswer; after: number; how: 'end' | 'reset' }
  | { do: 'reset' }
  | { do: 'hang' }
  /** One piece every `everyMs`, for ever. */
  | { do: 'drip'; everyMs: number; first?: string }
  | { do: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  | { do: 'html' }
  | { do: 'huge'; bytes: number }
  | { do: 'refuse' };

export type Prompt = {
  system: string;
  user: string /** What stands between the delimiters, parsed. */;
  data: Record<string, unknown>;
  raw: Record<string, unknown>;
};

export type OpenAiServer = {
  url: string;
  requests: Prompt[] /** Scripts are used in turn; the last one stays. */;
  play(...scripts: (Script | ((prompt: Prompt) => Script))[]): void;
  close(): Promise<void>;
};

export async function startOpenAiServer(port = 0): Promise<OpenAiServer> {
  const requests: Prompt[] = [];
  let scripts: (Script | ((prompt: Prompt) => Script))[] = [];
  const server = createServer(async (request, response) => {
    const prompt = await readPrompt(request);
    requests.push(prompt);
    const script = scripts.length > 1 ? scripts.shift() : scripts[0];
    await perform((typeof script === 'function' ? script(prompt) : script) ?? { do: 'status', status: 503 }, prompt, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    play(...next) {
      scripts = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readPrompt(request: IncomingMessage): Promise<Prompt> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const raw = JSON.parse(body) as { messages?: { role: string; content: string }[] } & Record<string, unknown>;
  const of = (role: string) => raw.messages?.find((message) => message.role === role)?.content ?? '';
  const user = of('user');
  const inner = /^<<DATA \w+>>\n([\s\S]*)\n<<END \w+>>$/.exec(user)?.[1];
  return { system: of('system'), user, data: inner ? (JSON.parse(inner) as Record<string, unknown>) : {}, raw };
}

async function perform(script: Script, prompt: Prompt, response: ServerResponse): Promise<void> {
  switch (script.do) {
    case 'status':
      response.writeHead(script.status, { 'content-type': 'application/json', ...script.headers });
      response.end(JSON.stringify(script.body ?? { error: { message: 'scripted', type: 'server_error', code: null } }));
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Sign in to the network</title>');
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
      return;
    default:
      await stream(script, prompt, response);
  }
}

async function stream(script: Exclude<Script, { do: 'status' | 'html' | 'reset' | 'hang' }>, prompt: Prompt, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (delta: object, finish: string | null = null) =>
    response.write(
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'scripted', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
    );
  const end = (finish: string | null | undefined) => {
    if (finish !== null) send({}, finish ?? 'stop');
    response.end('data: [DONE]\n\n');
  };
  send({ role: 'assistant', content: '' });
  switch (script.do) {
    case 'answer': {
      const answer = typeof script.answer === 'function' ? script.answer(prompt) : script.answer;
      for (const piece of pieces(JSON.stringify(answer), script.piece ?? 12)) {
        if (script.delayMs) await wait(script.delayMs);
        send({ content: piece });
      }
      tellUsage(response, script.usage);
      end(script.finish);
      return;
    }
    case 'say':
      for (const piece of pieces(script.content, 20)) send({ content: piece });
      end(script.finish);
      return;
    case 'cut': {
      for (const piece of pieces(JSON.stringify(script.answer), 12).slice(0, script.after)) send({ content: piece });
      // What was written must leave the machine before the reset overtakes it.
      await wait(30);
      if (script.how === 'reset') response.socket?.resetAndDestroy();
      else response.end();
      return;
    }
    case 'drip': {
      if (script.first) send({ content: script.first });
      const timer = setInterval(() => (response.destroyed ? clearInterval(timer) : send({ content: ' ' })), script.everyMs);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case 'huge': {
      const block = 'x'.repeat(64 * 1024);
      for (let sent = 0; sent < script.bytes && !response.destroyed; sent += block.length) {
        if (!send({ content: block })) await once(response, 'drain', { signal: AbortSignal.timeout(2_000) }).catch(() => response.destroy());
      }
      end('stop');
      return;
    }
    case 'refuse':
      send({ refusal: 'I cannot help with that.' });
      end('stop');
  }
}

/** The last piece of a stream whose caller asked what it used. */
function tellUsage(response: ServerResponse, usage: object | undefined): void {
  if (usage) response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'scripted', choices: [], usage })}\n\n`);
}

function pieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
