/**
 * `bench -- changed-article`: from sending an article that changed until a suggestion rests on its new words, in the
 * deployed bundle with the Firefox help centre and its solved tickets. The build, its gate and the move are all in it; a
 * help centre's webhook adds the reading of its changed articles.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { IngestRun } from '#shared/api';
import type { Suggestion } from '#shared/suggestion';
import { INSTALLATION, withBundledFirefox } from './bundled-firefox.ts';
import { quantile } from './running-api.ts';

/** A changed article counts from this many seconds on at the latest. */
const ALLOWED_SECONDS = 120;

const data = fileURLToPath(new URL('../../../shared/data/sumo', import.meta.url));

/** `--n 3`. */
export async function changedArticle({ n = '3' }: Record<string, string>): Promise<object> {
  if (!existsSync(data)) return { suite: 'changed-article', absent: 'the evaluation data is not there' };
  return withBundledFirefox(data, 100, async ({ worker, token }) => {
    const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' };
      const response = await fetch(`${worker.origin}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
      return (await response.json()) as T;
    };
    const words = ['zorblax', 'quimbert', 'fendrilo', 'vaskudra', 'plimtook', 'grobnash', 'wuzzifer', 'hexalorn'];
    const seconds: number[] = [];
    for (let i = 0; i < Number(n); i++) {
      const word = `${words[i % words.length]}${i}`;
      const began = performance.now();
      const { id } = await call<IngestRun>('POST', '/v1/ingest/runs', {});
      const text = `To use the ${word} panel, open the menu, choose ${word}, and hold the ${word} button for two seconds.`;
      await call('PUT', `/v1/ingest/runs/${id}/chunks/article/0`, { id: 'bench-changed', title: `The ${word} panel`, text });
      await call('POST', `/v1/ingest/runs/${id}/finish`, {});
      for (;;) {
        const run = await call<IngestRun>('GET', `/v1/ingest/runs/${id}`);
        if (run.state === 'failed' || run.state === 'held') throw new Error(`The build ended as ${run.state}: ${run.error ?? run.step}`);
        if (run.state === 'published') break;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      const messages = [{ id: 'm1', role: 'requester', at: '2026-03-01T10:00:00Z', text: `How do I open the ${word} panel?` }];
      const { articles } = await call<Suggestion>('POST', '/v1/suggestions', { ticket: { id: `${INSTALLATION}-${i}`, subject: `${word} panel`, messages } });
      const shown = articles.find((article) => article.id === 'bench-changed');
      if (!shown?.title.includes(word)) throw new Error('The suggestion after the build does not show the changed article as it is now.');
      seconds.push((performance.now() - began) / 1_000);
    }
    const round = (value: number): number => Math.round(value * 10) / 10;
    const most = Math.max(...seconds);
    return { suite: 'changed-article', seconds: round(most), median_seconds: round(quantile(seconds, 0.5)), n: seconds.length, met: most <= ALLOWED_SECONDS };
  });
}
