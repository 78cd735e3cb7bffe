/** The baseline of `bench -- suggest` as a server of its own: `minisearch-server.ts FOLDER PORT`. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loadFile } from '../evals/load-folder.ts';
import { minisearchBaseline } from '../evals/minisearch-baseline.ts';

const [folder = '', port] = process.argv.slice(2);
const search = minisearchBaseline(loadFile('article', join(folder, 'articles.jsonl')).documents);
createServer(async (incoming, response) => {
  response.end(JSON.stringify(search(await text(incoming))));
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
