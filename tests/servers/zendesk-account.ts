/** The account side of Zendesk as its reference documents it: OAuth, users, webhooks, triggers. Speaks `fetch`; any server can serve it. */

type Row = Record<string, unknown>;
export type AccountCall = { method: string; path: string; authorization: string | null; headers: Headers; body: Row | null };

export type ZendeskAccountServer = ReturnType<typeof zendeskAccountServer>;

/** `users` by id with their role; the first is who grants. */
export function zendeskAccountServer({ role = 'admin', pageSize = 100 } = {}) {
  const state = {
    user: { id: 7001, name: 'Ada Admin', role } as Row,
    webhooks: [] as Row[],
    triggers: [{ id: 1, title: 'Notify requester', active: true, actions: [] }] as Row[],
    secrets: {} as Record<string, string>,
    /** Access tokens that hold, and the refresh token that renews them. */
    access: new Set<string>(),
    refresh: null as string | null,
    challenges: {} as Record<string, string>,
    tickets: [] as Row[],
    refreshes: 0,
    count: 100,
    /** Answers for the next requests, before anything is done. */
    faults: [] as (() => Response | Promise<Response>)[],
    /** Answers once for `METHOD /path`, before anything is done. */
    refuse: {} as Record<string, () => Response>,
    calls: [] as AccountCall[],
  };
  const json = (body: unknown, status = 200): Response => Response.json(body, { status });
  const missing = (): Response => json({ error: 'RecordNotFound', description: 'Not found' }, 404);

  function grantTokens(): Response {
    state.count += 1;
    state.access.clear();
    const access = `access-${state.count}`;
    state.access.add(access);
    state.refresh = `refresh-${state.count}`;
    return json({ access_token: access, refresh_token: state.refresh, token_type: 'bearer', scope: 'read', expires_in: 7_200 });
  }
  async function token(body: Row): Promise<Response> {
    if (body.client_id !== 'zdg-deskgraph' || body.client_secret !== 'client-secret') return json({ error: 'invalid_client' }, 401);
    if (body.grant_type === 'refresh_token') {
      if (body.refresh_token !== state.refresh) return json({ error: 'invalid_grant' }, 400);
      state.refreshes += 1;
      return grantTokens();
    }
    const challenge = state.challenges[String(body.code)];
    delete state.challenges[String(body.code)];
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(String(body.code_verifier ?? '')));
    const given = btoa(String.fromCharCode(...new Uint8Array(digest)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '');
    return challenge === given ? grantTokens() : json({ error: 'invalid_grant' }, 400);
  }

  /** What an admin's click on "Allow" gives the browser: the address of the callback. */
  function allow(authorizeUrl: string): URL {
    const { searchParams } = new URL(authorizeUrl);
    const code = `code-${++state.count}`;
    state.challenges[code] = searchParams.get('code_challenge') ?? '';
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString();
    return back;
  }

  function list(key: string, rows: Row[], query: URLSearchParams): Response {
    const from = Number(query.get('page[after]') ?? 0);
    const more = from + pageSize < rows.length;
    return json({ [key]: rows.slice(from, from + pageSize), meta: { has_more: more, after_cursor: more ? String(from + pageSize) : null } });
  }
  function change(key: 'webhooks' | 'triggers', method: string, id: string, body: Row | null): Response {
    const found = state[key].find((row) => String(row.id) === id);
    if (!found) return missing();
    const one = key.slice(0, -1);
    if (method === 'PUT') Object.assign(found, body?.[one]);
    if (method === 'DELETE') {
      const called = key === 'webhooks' && state.triggers.some((t) => JSON.stringify(t.actions).includes(`"${id}"`));
      if (called) return json({ errors: [{ code: 'WebhookInUse' }] }, 422);
      state[key] = state[key].filter((row) => row !== found);
      return new Response(null, { status: 204 });
    }
    return json({ [one]: found });
  }
  function make(key: 'webhooks' | 'triggers', body: Row | null): Response {
    const one = key.slice(0, -1);
    const id = key === 'webhooks' ? `01WEBHOOK${++state.count}` : ++state.count;
    const row = { id, ...(body?.[one] as Row) };
    state[key].push(row);
    if (key === 'webhooks') state.secrets[String(id)] = `signing-secret-of-${id}`;
    return json({ [one]: row }, 201);
  }

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const body = request.method === 'GET' || request.method === 'DELETE' ? null : ((await request.json()) as Row);
    state.calls.push({ method: request.method, path: url.pathname, authorization: request.headers.get('authorization'), headers: request.headers, body });
    const fault = state.faults.shift();
    if (fault) return fault();
    const refusal = state.refuse[`${request.method} ${url.pathname}`];
    delete state.refuse[`${request.method} ${url.pathname}`];
    if (refusal) return refusal();
    if (url.pathname === '/oauth/tokens') return token(body ?? {});
    const bearer = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    if (!state.access.has(bearer)) return json({ error: 'invalid_token' }, 401);
    const at = url.pathname.replace(/\.json$/, '').replace('/api/v2', '');
    if (at === '/oauth/tokens/current') {
      state.access.delete(bearer);
      return new Response(null, { status: 204 });
    }
    if (at === '/users/me' || at === `/users/${state.user.id}`) return json({ user: state.user });
    if (at === '/incremental/tickets/cursor') return json({ tickets: state.tickets, after_cursor: 'end', end_of_stream: true });
    const secret = /^\/webhooks\/([^/]+)\/signing_secret$/.exec(at)?.[1];
    if (secret) return state.secrets[secret] ? json({ signing_secret: { algorithm: 'SHA256', secret: state.secrets[secret] } }) : missing();
    const [, key, id] = /^\/(webhooks|triggers)(?:\/([^/]+))?$/.exec(at) ?? [];
    if (key === 'webhooks' || key === 'triggers') {
      if (id !== undefined) return change(key, request.method, id, body);
      return request.method === 'POST' ? make(key, body) : list(key, state[key], url.searchParams);
    }
    return ['/groups', '/brands', '/tags'].includes(at) ? list(at.slice(1), [{ id: 1, name: 'Billing' }], url.searchParams) : missing();
  }
  const send = ((input: RequestInfo | URL, init?: RequestInit) => answer(new Request(input, init))) as typeof fetch;
  return { state, allow, answer, fetch: send };
}
