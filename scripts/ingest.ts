/** `npm run ingest -- PATH --as NAME`: loads JSON lines, or files of other kinds, as an installation of the running Deskgraph. */
import { parseArgs } from 'node:util';
import { parseColumnMap } from '#shared/files/csv-documents';
import { type DocumentKind, documentKinds, folderFiles } from '#shared/knowledge';
import { LocalApi, runningOrigin } from './local/api.ts';
import { prepareFolder } from './local/file-sources/prepare-folder.ts';
import { ingestFolder } from './local/ingest-folder.ts';
import { progressLine } from './local/progress.ts';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      name: { type: 'string' },
      'keep-open': { type: 'string', default: '200' },
      map: { type: 'string' },
      kind: { type: 'string' },
      agents: { type: 'string' },
    },
  });
  const [path] = positionals;
  const installation = values.as;
  const keepOpen = Number(values['keep-open']);
  const kind = documentKinds.find((k) => k === values.kind);
  if (!path || !installation || !Number.isInteger(keepOpen) || keepOpen < 0)
    throw new Error(
      'Usage: npm run ingest -- PATH --as NAME [--name "Shown name"] [--keep-open 200] [--map subject=Title,body=Text] [--kind ticket] [--agents example.com]\nPATH is a folder of JSON lines, or a file or folder of CSV, Markdown, HTML, PDF, .eml, mbox or chat transcripts.',
    );
  if (values.kind !== undefined && !kind) throw new Error(`--kind takes one of ${documentKinds.join(', ')}.`);
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(installation)) throw new Error('--as takes small letters, digits and dashes, e.g. --as firefox');

  const api = new LocalApi(runningOrigin());
  await api.createInstallation(installation, values.name ?? installation.replace(/^./, (c) => c.toUpperCase()));
  const progress = progressLine(`Ingesting ${path}`);
  const prepared = await prepareFolder(path, {
    names: folderFiles,
    onFile: (share, name) => progress.update(0.1 * share, `reading ${name}`),
    ...(values.map === undefined ? {} : { map: parseColumnMap(values.map) }),
    ...(kind ? { kind: kind satisfies DocumentKind } : {}),
    ...(values.agents === undefined ? {} : { agents: values.agents.split(',').map((a) => a.trim()) }),
  }).catch((error: unknown) => {
    progress.end();
    throw error;
  });
  const { run, openTickets, seconds, skipped } = await ingestFolder(api, {
    folder: prepared.folder,
    installation,
    keepOpen,
    onProgress: progress.update,
  }).finally(() => {
    progress.end();
    prepared.cleanUp();
  });
  const left = [...prepared.skipped, ...skipped, ...run.skipped];
  const leftCount = prepared.skipped.length + skipped.length + run.skippedCount;

  const read = Object.entries(run.read).map(([kind, n]) => `${n} ${kind === 'policy' ? 'policies' : kind === 'entity' ? 'entities' : `${kind}s`}`);
  process.stdout.write(`Read ${read.join(', ') || 'nothing'}; ${openTickets} open tickets went to the desk; ${seconds.toFixed(1)} s.\n`);
  if (leftCount > 0) {
    process.stdout.write(`Skipped ${leftCount}:\n`);
    for (const skip of left) process.stdout.write(`  ${skip.file}:${skip.line} ${skip.reason}\n`);
    if (leftCount > left.length) process.stdout.write(`  … and ${leftCount - left.length} more\n`);
  } else process.stdout.write('Skipped nothing.\n');
  process.stdout.write(`Release ${run.releaseId} is live. Open ${api.origin}/desk/ and switch to ${installation}.\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
