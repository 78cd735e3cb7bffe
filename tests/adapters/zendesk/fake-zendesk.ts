/** A small Zendesk behind `fetch`: tickets, comments, tags with safe updates, groups; and faults on demand. */
type Ticket = { id: number; updated_at: string; subject: string; tags: string[]; group_id: number | null; priority: string | null; [field: string]: unknown };
type Comment = { id: number; author_id: number; plain_body: string; public: boolean; created_at: string; metadata?: object; attachments?: object[] };

export const REQUESTER = 501;
export const AGENT = 502;
const groups = [{ id: 7, name: 'Billing' }];

export function fakeZendesk({ id = 35, requester = REQUESTER } = {}) {
  const ticket: Ticket = {
    id,
    subject: 'Refund',
    status: 'open',
    priority: null,
    tags: ['billing'],
    requester_id: requester,
    organization_id: 9,
    group_id: null,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    via: { channel: 'web' },
  };
  const comments: Comment[] = [
    { id: 1, author_id: requester, plain_body: 'I want my money back.', public: true, created_at: '2026-01-01T00:00:00Z' },
    { id: 2, author_id: AGENT, plain_body: 'Looks like a duplicate.', public: false, created_at: '2026-01-01T00:01:00Z' },
  ];
  const users = [
    { id: requester, name: 'Ada', email: 'ada@example.com', role: 'end-user', locale: 'en-GB', user_fields: { plan: 'Pro' } },
    { id: AGENT, name: 'Bo', role: 'agent' },
  ];
  const organizations = [{ id: 9, organization_fields: { tier: 'gold', plan: 'Basic' } }];
  const requests: { method: string; path: string; authorization: string | null; body: Record<string, unknown> | null }[] = [];
  /** Answers for the next requests, before anything is done. */
  /** What else is answered, by path. */
  const pages: Record<string, (request: Request) => Response> = {};
  const faults: (() => Response | Promise<Response>)[] = [];
  let interfering = false;
  let losing = false;
  let clock = 0;

  const touch = (): void => {
    ticket.updated_at = new Date(Date.UTC(2026, 0, 2) + clock++ * 1_000).toISOString();
  };
  const stale = (given: unknown): boolean => {
    const { safe_update, updated_stamp } = (given ?? {}) as Record<string, unknown>;
    return safe_update !== undefined && updated_stamp !== ticket.updated_at;
  };

  function write(body: Record<string, unknown>, path: string): Response {
    if (interfering) {
      interfering = false;
      ticket.tags = [...ticket.tags, 'meanwhile'];
      touch();
    }
    const change = (path.endsWith('/tags.json') ? body : body.ticket) as Record<string, unknown>;
    if (stale(change)) return Response.json({ error: 'UpdateConflict' }, { status: 409 });
    if (path.endsWith('/tags.json')) ticket.tags = [...new Set([...ticket.tags, ...(change.tags as string[])])];
    if ('priority' in change) ticket.priority = change.priority as string;
    if ('group_id' in change) ticket.group_id = change.group_id as number;
    const comment = change.comment as { body: string; public: boolean } | undefined;
    if (comment)
      comments.push({
        id: comments.length + 1,
        author_id: AGENT,
        plain_body: comment.body,
        public: comment.public,
        created_at: new Date(Date.UTC(2026, 0, 3) + clock++).toISOString(),
        ...(change.metadata ? { metadata: change.metadata } : {}),
      });
    touch();
    return Response.json(path.endsWith('/tags.json') ? { tags: ticket.tags } : { ticket });
  }

  const send = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const body = request.method === 'GET' ? null : ((await request.json()) as Record<string, unknown>);
    requests.push({ method: request.method, path: pathname, authorization: request.headers.get('authorization'), body });
    const fault = faults.shift();
    if (fault) return fault();
    const path = pathname.replace('/base', '');
    if (path === '/api/v2/groups/assignable.json') return Response.json({ groups });
    const page = pages[path];
    if (page) return page(request);
    if (!path.startsWith(`/api/v2/tickets/${id}`)) return Response.json({ error: 'RecordNotFound' }, { status: 404 });
    if (request.method === 'PUT') {
      const answer = write(body ?? {}, path);
      if (!losing) return answer;
      losing = false;
      throw new TypeError('network connection lost');
    }
    if (path.endsWith('/comments.json')) {
      const size = Number(searchParams.get('page[size]') ?? 100);
      const from = Number(searchParams.get('page[after]') ?? 0);
      const newest = [...comments].reverse();
      const page = newest.slice(from, from + size);
      return Response.json({ comments: page, users, meta: { has_more: from + size < newest.length, after_cursor: String(from + size) } });
    }
    return Response.json({ ticket, users, organizations });
  }) as typeof fetch;

  return {
    fetch: send,
    ticket,
    comments,
    requests,
    pages,
    faults,
    interfere: () => {
      interfering = true;
    },
    loseNextAnswer: () => {
      losing = true;
    },
    groupName: () => groups.find((g) => g.id === ticket.group_id)?.name ?? null,
  };
}
