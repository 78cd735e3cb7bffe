/** Once, before the first browser test: what files that run beside each other share. */
import chromium from '@sparticuz/chromium';
import { buildFrontEnds } from '../../scripts/local/front-ends.ts';
import { machineKeys } from '../../scripts/local/keys.ts';

export default async () => {
  await buildFrontEnds(() => {});
  machineKeys();
  // Unpacks the browser.
  if (!process.env.CHROME_PATH) await chromium.executablePath();
};
