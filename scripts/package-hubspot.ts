/** `npm run package:hubspot -- --worker-url https://host`: the HubSpot project in `dist/hubspot/`, ready for `hs project upload`. */
import { parseArgs } from 'node:util';
import { projectFiles, writeProject } from './hubspot/package.ts';

try {
  const { values } = parseArgs({ options: { 'worker-url': { type: 'string' } } });
  if (!values['worker-url']) throw new Error('Usage: npm run package:hubspot -- --worker-url https://your-worker.example.com');
  const files = await projectFiles(values['worker-url']);
  process.stdout.write(`${writeProject(files)}: ${files.size} files. Upload it there with "hs project upload".\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
