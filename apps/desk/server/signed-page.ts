/** The token with which Zendesk proves, in a form POST to an app's page, who opens it where. */
import { importPKCS8, SignJWT } from 'jose';
import type { InstallationRecord, UserRecord } from './records.ts';

export type PageRequest = { origin: string; appGuid: string; location: string };

/** Zendesk's tokens live for minutes; the page is requested at once. */
const LIFETIME_SECONDS = 120;

/** RS256 over the claims of Zendesk's signed URLs. `privateKey` is PKCS8 PEM, its line breaks possibly written as `\n`. */
export async function signPage(privateKey: string, settings: InstallationRecord, user: UserRecord, page: PageRequest, now: number): Promise<string> {
  const key = await importPKCS8(privateKey.replaceAll('\\n', '\n'), 'RS256');
  const host = `${settings.id}.zendesk.com`;
  const query = new URLSearchParams({ app_guid: page.appGuid, origin: page.origin });
  return new SignJWT({
    qsh: await sha256(query.toString()),
    context: { product: 'support', location: page.location },
    user: { id: String(user.id), name: user.name, email: user.email, role: user.role, locale: user.locale },
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(host)
    .setAudience(`https://${host}/api/v2/apps/installations/1.json`)
    .setSubject(`https://${host}/api/v2/users/${user.id}.json`)
    .setJti(crypto.randomUUID())
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(Math.floor(now / 1_000) + LIFETIME_SECONDS)
    .sign(key);
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
