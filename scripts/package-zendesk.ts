/** `npm run package:zendesk -- --worker-url https://host`: the Zendesk app as a folder and a zip, ready to upload. */
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { packageFiles, writePackage } from './zendesk/package.ts';

try {
  const { values } = parseArgs({ options: { 'worker-url': { type: 'string' } } });
  if (!values['worker-url']) throw new Error('Usage: npm run package:zendesk -- --worker-url https://your-worker.example.com');
  const files = packageFiles(values['worker-url']);
  const zip = writePackage(files);
  process.stdout.write(
    `${zip}: ${files.size} files, ${Math.round(statSync(zip).size / 1024)} KB. Upload it at Admin Center → Apps → Upload private app, or with zcli.\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
