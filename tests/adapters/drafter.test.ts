import { afterAll, beforeAll } from 'vitest';
import { createEmbeddedDrafter } from '../../worker/adapters/embedded/embedded-drafter.ts';
import { createOpenAiDrafter } from '../../worker/adapters/openai/openai-drafter.ts';
import { drafterContract } from '../contracts/drafter.ts';
import { type OpenAiServer, startOpenAiServer } from '../openai-server.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
  server.play({
    do: 'answer',
    answer: {
      sentences: [
        { text: 'You can return a kettle within 30 days of delivery.', citations: [1], kind: 'statement' },
        { text: 'Open your order in the Brew account.', citations: [2], kind: 'step' },
      ],
    },
  });
});
afterAll(() => server.close());

drafterContract('extractive', createEmbeddedDrafter);
drafterContract('openai', () => createOpenAiDrafter({ baseUrl: server.url, apiKey: 'sk-test', model: 'scripted' }));
