/** HubSpot's CRM search, conversations and site search as their OpenAPI files have them. */
import { emptyPortal, type HubspotPortal, hubspotPortalRoute } from './hubspot-portal.ts';
import { type Answer, type Fault, oddEntries, type RecordedServer, recordedServer } from './recorded-server.ts';

type Row = Record<string, unknown>;
export type HubspotData = {
  tickets: { id: string; archived: boolean; properties: Record<string, string | null> }[];
  /** By ticket id. */
  threads: Record<string, Row[]>;
  /** By thread id. */
  messages: Record<string, Row[]>;
  /** By message id. */
  originals: Record<string, Row>;
  pipelines: Row[];
  properties: Row[];
  knowledge: { id: number; url: string; title: string; description: string; language: string; html: string }[];
};
export type HubspotServer = RecordedServer & { data: HubspotData; portal: HubspotPortal };

export async function hubspotServer(data: HubspotData, { now = Date.now, token = 'token', portal = emptyPortal() } = {}): Promise<HubspotServer> {
  const portalRoute = hubspotPortalRoute(data, portal);
  const server = await recordedServer(
    (request) => {
      const { method, path, query, headers, body, fault } = request;
      if (path.startsWith('/oauth/')) return portalRoute(request) ?? failed(404, 'NOT_FOUND');
      if (headers.authorization !== `Bearer ${token}`) return failed(401, 'INVALID_AUTHENTICATION');
      const known = portalRoute(request);
      if (known) return known;
      if (path === '/crm/objects/2026-09/tickets/search' && method === 'POST') return search(data, body as Row, fault);
      if (path === '/crm/objects/2026-09/tickets' && query.get('archived') === 'true')
        return page(
          data.tickets.filter((t) => t.archived),
          query,
          fault,
        );
      const one = /^\/crm\/objects\/2026-09\/tickets\/(\d+)$/.exec(path)?.[1];
      if (one) {
        const ticket = data.tickets.find((t) => t.id === one && !t.archived);
        return ticket ? { body: ticket } : failed(404, 'OBJECT_NOT_FOUND');
      }
      if (path === '/crm/pipelines/2026-09/tickets') return { body: { results: data.pipelines } };
      if (path === '/crm/properties/2026-09/tickets') return { body: { results: data.properties } };
      if (path === '/conversations/conversations/2026-09/threads') {
        if (query.get('association') !== 'TICKET') return failed(400, 'VALIDATION_ERROR');
        return page(data.threads[query.get('associatedTicketId') ?? ''] ?? [], query, fault);
      }
      const thread = /^\/conversations\/conversations\/2026-09\/threads\/([^/]+)\/messages(?:\/([^/]+)\/original-content)?$/.exec(path);
      if (thread?.[2]) return data.originals[thread[2]] ? { body: data.originals[thread[2]] } : failed(404, 'OBJECT_NOT_FOUND');
      if (thread) return data.messages[thread[1] ?? ''] ? page(data.messages[thread[1] ?? ''] ?? [], query, fault) : failed(404, 'OBJECT_NOT_FOUND');
      if (path === '/cms/site-search/2026-09/search') return siteSearch(data, query, fault);
      const indexed = /^\/cms\/site-search\/2026-09\/indexed-data\/(\d+)$/.exec(path)?.[1];
      const article = indexed ? data.knowledge.find((k) => String(k.id) === indexed) : undefined;
      if (article)
        return {
          body: {
            id: indexed,
            type: 'KNOWLEDGE_ARTICLE',
            fields: { 'title_nested.en': { name: 'title', value: article.title }, 'html_other.en': { name: 'html', value: article.html } },
          },
        };
      return failed(404, 'OBJECT_NOT_FOUND');
    },
    {
      now,
      rateHeaders: (path): Record<string, string> =>
        path.endsWith('/search') && path.startsWith('/crm')
          ? {}
          : { 'X-HubSpot-RateLimit-Max': '110', 'X-HubSpot-RateLimit-Remaining': '100', 'X-HubSpot-RateLimit-Interval-Milliseconds': '10000' },
    },
  );
  return { ...server, data, portal };
}

function failed(status: number, category: string): Answer {
  return { status, body: { status: 'error', message: category, category, correlationId: '00000000-0000-0000-0000-000000000000' } };
}

function page(rows: unknown[], query: URLSearchParams, fault: Fault | null): Answer {
  const limit = Math.min(500, Number(query.get('limit') ?? 10));
  const from = Number(query.get('after') ?? 0);
  const more = from + limit < rows.length;
  const after = fault?.kind === 'repeat' ? String(from) : String(from + limit);
  const some = rows.slice(from, from + limit);
  return {
    body: {
      results: fault?.kind === 'odd' ? [...oddEntries, ...some] : some,
      ...(more || fault?.kind === 'repeat' ? { paging: { next: { after, link: '' } } } : {}),
    },
  };
}

function search(data: HubspotData, body: Row, fault: Fault | null): Answer {
  const limit = Number(body.limit ?? 10);
  const from = Number(body.after ?? 0);
  if (limit > 200) return failed(400, 'VALIDATION_ERROR');
  if (from + limit > 10_000) return failed(400, 'VALIDATION_ERROR');
  const [group] = body.filterGroups as { filters: Row[] }[];
  const filter = group?.filters[0];
  const since = Number(filter?.value);
  const changed = (t: HubspotData['tickets'][number]): number => Date.parse(t.properties.hs_lastmodifieddate ?? '');
  const found = data.tickets.filter((t) => !t.archived && changed(t) >= since).sort((a, b) => changed(a) - changed(b));
  const some: unknown[] = found.slice(from, from + limit);
  const more = from + limit < found.length;
  const after = fault?.kind === 'repeat' ? (body.after ?? '0') : String(from + limit);
  return {
    body: {
      total: found.length,
      results: fault?.kind === 'odd' ? [...oddEntries, ...some] : some,
      ...(more || fault?.kind === 'repeat' ? { paging: { next: { after } } } : {}),
    },
  };
}

function siteSearch(data: HubspotData, query: URLSearchParams, fault: Fault | null): Answer {
  if (!query.get('q')) return failed(400, 'VALIDATION_ERROR');
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? 10);
  const words = (query.get('q') ?? '').toLowerCase();
  const found = data.knowledge.filter((k) => `${k.title} ${k.html}`.toLowerCase().includes(words));
  const some: unknown[] = found
    .slice(offset, offset + limit)
    .map(({ html: _, ...k }) => ({ ...k, type: 'KNOWLEDGE_ARTICLE', domain: 'help.acme.test', publishedDate: Date.UTC(2026, 0, 5) }));
  return {
    body: { total: found.length, offset, limit, page: offset / limit, searchTerm: words, results: fault?.kind === 'odd' ? [...oddEntries, ...some] : some },
  };
}

/** A made-up portal: 65 tickets of which every fifth is open, one archived. */
export function hubspotData(): HubspotData {
  const at = (n: number): string => new Date(Date.UTC(2025, 8, 1) + n * 3_600_000).toISOString();
  const tickets = Array.from({ length: 65 }, (_, i) => ({
    id: String(9_000 + i),
    archived: i === 64,
    properties: {
      subject: `The radio is silent ${i}`,
      content: `My radio of type ${i % 9} makes no sound.`,
      hs_pipeline_stage: i % 5 === 0 ? '1' : '4',
      hs_ticket_priority: i % 2 ? 'MEDIUM' : 'HIGH',
      hs_ticket_category: 'PRODUCT_ISSUE;BILLING_ISSUE',
      source_type: 'EMAIL',
      hubspot_owner_id: '77',
      plan: 'Pro',
      support_tags: 'silent;radio',
      createdate: at(i),
      hs_lastmodifieddate: at(i + 3),
    } as Record<string, string | null>,
  }));
  const threads: HubspotData['threads'] = {};
  const messages: HubspotData['messages'] = {};
  const originals: HubspotData['originals'] = {};
  for (const [i, ticket] of tickets.entries()) {
    threads[ticket.id] = [{ id: `t${ticket.id}`, status: 'CLOSED', originalChannelId: '1002', spam: false, archived: false }];
    const message = (n: number, more: Row): Row => ({
      id: `m${ticket.id}-${n}`,
      type: 'MESSAGE',
      createdAt: at(i + n / 10),
      truncationStatus: 'NOT_TRUNCATED',
      senders: [],
      recipients: [],
      ...more,
    });
    messages[`t${ticket.id}`] = [
      message(0, { type: 'WELCOME_MESSAGE', text: 'Hello, how can we help?' }),
      message(1, { text: ticket.properties.content, direction: 'INCOMING', senders: [{ actorId: 'V-5', name: 'Pat' }] }),
      message(2, { type: 'COMMENT', text: 'Known trouble with type 3.', createdBy: 'A-77' }),
      message(3, {
        text: 'Turn the …',
        truncationStatus: i % 3 === 0 ? 'TRUNCATED' : 'NOT_TRUNCATED',
        direction: 'OUTGOING',
        senders: [{ actorId: 'A-77', name: 'Kim' }],
      }),
    ];
    originals[`m${ticket.id}-3`] = { text: 'Turn the knob to the right until it clicks, then hold it for ten seconds.', richText: '<p>…</p>' };
  }
  return {
    tickets,
    threads,
    messages,
    originals,
    pipelines: [
      {
        id: '0',
        label: 'Support',
        stages: [
          { id: '1', label: 'New', metadata: { ticketState: 'OPEN', isClosed: 'false' } },
          { id: '4', label: 'Closed', metadata: { ticketState: 'CLOSED', isClosed: 'true' } },
        ],
      },
    ],
    properties: [
      {
        name: 'hs_ticket_category',
        label: 'Category',
        type: 'enumeration',
        options: [
          { label: 'Product issue', value: 'PRODUCT_ISSUE', hidden: false },
          { label: 'Billing issue', value: 'BILLING_ISSUE', hidden: false },
        ],
      },
      {
        name: 'support_tags',
        label: 'Support tags',
        type: 'enumeration',
        options: [
          { label: 'Silent', value: 'silent', hidden: false },
          { label: 'Old', value: 'old', hidden: true },
        ],
      },
      { name: 'subject', label: 'Ticket name', type: 'string', options: [] },
    ],
    knowledge: Array.from({ length: 45 }, (_, i) => ({
      id: 300 + i,
      url: `https://help.acme.test/radio/article-${i}`,
      title: `<span class="hs-search-highlight">Radio</span> question ${i}`,
      description: `About radio ${i}`,
      language: 'en',
      html: `<p>The radio of type ${i} has a knob. Turn it to the right.</p>`,
    })),
  };
}
