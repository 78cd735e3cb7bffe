/** What the Worker wrote into the page when it verified Zendesk's signature. */
export type SessionData = {
  token: string;
  /** ISO 8601. */
  expiresAt: string;
  user: { id: string; name: string; role: string };
  installation: string;
  /** Origin of the Worker; empty for the page's own. */
  baseUrl: string;
};

/** Null when the page carries no session, or a broken one. */
export function readSessionData(page: Document): SessionData | null {
  try {
    const data = JSON.parse(page.getElementById('deskgraph-session')?.textContent ?? '') as Partial<SessionData>;
    if (!data.token || !data.expiresAt) return null;
    const { token, expiresAt, user = { id: '', name: '', role: '' }, installation = '', baseUrl = '' } = data;
    return { token, expiresAt, user, installation, baseUrl: baseUrl.replace(/\/$/, '') };
  } catch {
    return null;
  }
}
