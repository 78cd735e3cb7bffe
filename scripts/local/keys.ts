/** Keys of this machine's local run: made once, kept outside git, worth nothing anywhere else. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { homeDir, keysFile, root, workerEnvFile } from './paths.ts';

const deskEnvFile = join(root, 'apps/desk/.dev.vars');

const line = (name: string, value: string): string => `${name}="${value.replaceAll('\n', '\\n')}"\n`;

type Keys = ReturnType<typeof newKeys>;

/** Writes the Worker's and the desk's variables where wrangler reads them. Keys that exist are kept: sessions survive a restart. */
export function prepareKeys(origin: string): void {
  mkdirSync(homeDir, { recursive: true });
  const keys = machineKeys();
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

/** The keys of this checkout, made when there are none yet. A key that an earlier version did not have is added and stays. */
export function machineKeys(): Keys {
  mkdirSync(dirname(keysFile), { recursive: true });
  const kept = existsSync(keysFile) ? (JSON.parse(readFileSync(keysFile, 'utf8')) as Partial<Keys>) : {};
  const keys = { ...newKeys(), ...kept };
  // Runs beside each other read this file: it is not written without need.
  writeIfChanged(keysFile, JSON.stringify(keys));
  return keys;
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
