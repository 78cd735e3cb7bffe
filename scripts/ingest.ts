/** `npm run ingest -- FOLDER --as NAME`: loads a folder of JSON lines as an installation of the running Deskgraph. */
import { parseArgs } from 'node:util';
import { LocalApi, runningOrigin } from './local/api.ts';
import { ingestFolder } from './local/ingest-folder.ts';
import { progressLine } from './local/progress.ts';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { as: { type: 'string' }, name: { type: 'string' }, 'keep-open': { type: 'string', default: '200' } },
  });
  const [folder] = positionals;
  const installation = values.as;
  const keepOpen = Number(values['keep-open']);
  if (!folder || !installation || !Number.isInteger(keepOpen) || keepOpen < 0)
    throw new Error('Usage: npm run ingest -- FOLDER --as NAME [--name "Shown name"] [--keep-open 200]');
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(installation)) throw new Error('--as takes small letters, digits and dashes, e.g. --as firefox');

  const api = new LocalApi(runningOrigin());
  await api.createInstallation(installation, values.name ?? installation.replace(/^./, (c) => c.toUpperCase()));
  const progress = progressLine(`Ingesting ${folder}`);
  const { run, openTickets, seconds } = await ingestFolder(api, { folder, installation, keepOpen, onProgress: progress.update }).finally(() => progress.end());

  const read = Object.entries(run.read).map(([kind, n]) => `${n} ${kind === 'policy' ? 'policies' : kind === 'entity' ? 'entities' : `${kind}s`}`);
  process.stdout.write(`Read ${read.join(', ') || 'nothing'}; ${openTickets} open tickets went to the desk; ${seconds.toFixed(1)} s.\n`);
  if (run.skippedCount > 0) {
    process.stdout.write(`Skipped ${run.skippedCount}:\n`);
    for (const skip of run.skipped) process.stdout.write(`  ${skip.file}:${skip.line} ${skip.reason}\n`);
    if (run.skippedCount > run.skipped.length) process.stdout.write(`  … and ${run.skippedCount - run.skipped.length} more\n`);
  } else process.stdout.write('Skipped nothing.\n');
  process.stdout.write(`Release ${run.releaseId} is live. Open ${api.origin}/desk/ and switch to ${installation}.\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
