/** Keys of this machine's local run: made once, kept outside git, worth nothing anywhere else. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { homeDir, keysFile, root, workerEnvFile } from './paths.ts';

const deskEnvFile = join(root, 'apps/desk/.dev.vars');

const line = (name: string, value: string): string => `${name}="${value.replaceAll('\n', '\\n')}"\n`;

/** Writes the Worker's and the desk's variables where wrangler reads them. Keys that exist are kept: sessions survive a restart. */
export function prepareKeys(origin: string): void {
  for (const folder of [homeDir, dirname(keysFile)]) mkdirSync(folder, { recursive: true });
  if (!existsSync(keysFile)) writeFileSync(keysFile, JSON.stringify(newKeys()), { mode: 0o600 });
  const keys = { ...newKeys(), ...(JSON.parse(readFileSync(keysFile, 'utf8')) as Partial<ReturnType<typeof newKeys>>) };
  // A key that an earlier version did not have yet stays as it is from now on.
  writeFileSync(keysFile, JSON.stringify(keys), { mode: 0o600 });
  writeIfChanged(
    workerEnvFile,
    line('SESSION_KEY', keys.sessionKey) +
      line('MASTER_KEY', keys.masterKey) +
      line('DEV_APP_PUBLIC_KEY', keys.appPublicKey) +
      line('PUBLIC_URL', origin) +
      // The desk stands for Zendesk's accounts, so that one can be connected as an administrator does.
      line('ZENDESK_HOST_TEMPLATE', `${origin}/desk/zendesk/{subdomain}`) +
      line('ZENDESK_CLIENT_ID', 'zdg-deskgraph') +
      line('ZENDESK_CLIENT_SECRET', keys.oauthSecret),
  );
  writeIfChanged(deskEnvFile, line('DEV_APP_PRIVATE_KEY', keys.appPrivateKey) + line('OAUTH_CLIENT_SECRET', keys.oauthSecret));
}

/** wrangler reloads a Worker whose variables were written, even with the same words. */
function writeIfChanged(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text, { mode: 0o600 });
}

function newKeys() {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    sessionKey: randomBytes(32).toString('base64'),
    masterKey: randomBytes(32).toString('base64'),
    oauthSecret: randomBytes(24).toString('hex'),
    appPublicKey: pair.publicKey,
    appPrivateKey: pair.privateKey,
  };
}
