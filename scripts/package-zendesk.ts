/**
 * `npm run package:zendesk -- --worker-url https://host [--support-email A --website https://B [--terms-url https://C]]`: the
 * Zendesk app as a folder and a zip, ready to upload.
 */
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { packageFiles, publisherOf, writePackage } from './zendesk/package.ts';

const USAGE = `Usage: npm run package:zendesk -- --worker-url https://your-worker.example.com
  For a listing also: --support-email support@acme.com --website https://acme.com [--terms-url https://acme.com/terms]`;

try {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { 'worker-url': text, 'support-email': text, website: text, 'terms-url': text } });
  if (!values['worker-url']) throw new Error(USAGE);
  const publisher = publisherOf({ email: values['support-email'], website: values.website, terms: values['terms-url'] });
  const files = packageFiles(values['worker-url'], publisher);
  const zip = writePackage(files);
  process.stdout.write(
    `${zip}: ${files.size} files, ${Math.round(statSync(zip).size / 1024)} KB. Upload it at Admin Center → Apps → Upload private app, or with zcli.\n`,
  );
  if (!publisher)
    process.stdout.write(
      'It names support@deskgraph.example, which is nobody. For a listing give --support-email and --website; for a private app it does not matter.\n',
    );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
