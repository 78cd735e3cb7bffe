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
  const keys = JSON.parse(readFileSync(keysFile, 'utf8')) as ReturnType<typeof newKeys>;
  writeIfChanged(
    workerEnvFile,
    line('SESSION_KEY', keys.sessionKey) + line('MASTER_KEY', keys.masterKey) + line('DEV_APP_PUBLIC_KEY', keys.appPublicKey) + line('PUBLIC_URL', origin),
  );
  writeIfChanged(deskEnvFile, line('DEV_APP_PRIVATE_KEY', keys.appPrivateKey));
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
    appPublicKey: pair.publicKey,
    appPrivateKey: pair.privateKey,
  };
}
