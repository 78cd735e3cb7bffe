/** The writing half of the recorded-shape HubSpot server: tickets, properties, owners, contacts, conversations, OAuth. */
import type { HubspotData } from './hubspot-server.ts';
import type { Answer, Route } from './recorded-server.ts';

type Row = Record<string, unknown>;

/** What a portal holds beyond what is read of it in bulk. */
export type HubspotPortal = {
  /** Contact ids by ticket id. */
  contactsOf: Record<string, string[]>;
  contacts: Record<string, Record<string, string | null>>;
  owners: Row[];
  /** Contacts that the next batch answers with an error, within a 207. */
  failingContacts: string[];
  oauth: {
    code: string;
    refreshToken: string;
    accessToken: string;
    hubId: number;
    userId: number;
    calls: URLSearchParams[];
    uninstalled: boolean;
    refuse: string | null;
  };
};

export const emptyPortal = (): HubspotPortal => ({
  contactsOf: {},
  contacts: {},
  owners: [],
  failingContacts: [],
  oauth: { code: 'code-1', refreshToken: 'refresh-1', accessToken: 'token', hubId: 4242, userId: 7, calls: [], uninstalled: false, refuse: null },
});

const API = { tickets: '/crm/objects/2026-09/tickets', threads: '/conversations/conversations/2026-09/threads' };

/** Answers what it knows, null for the rest. */
export function hubspotPortalRoute(data: HubspotData, portal: HubspotPortal): (request: Parameters<Route>[0]) => Answer | null {
  return ({ method, path, query, headers, body }) => {
    if (path === '/oauth/2026-09/token') return token(portal, headers['content-type'] ?? '', body);
    if (path === '/account-info/2026-09/details')
      return { body: { portalId: portal.oauth.hubId, accountType: 'STANDARD', timeZone: 'Europe/Berlin', uiDomain: 'app.hubspot.com' } };
    if (path === '/appinstalls/2026-09/external-install' && method === 'DELETE') {
      portal.oauth.uninstalled = true;
      return { status: 204, body: '' };
    }
    const ticketId = path.startsWith(`${API.tickets}/`) ? path.slice(API.tickets.length + 1) : null;
    if (ticketId && /^\d+$/.test(ticketId)) return oneTicket(data, portal, ticketId, method, body as Row, query);
    if (path === '/crm/properties/2026-09/tickets' && method === 'POST') return createProperty(data, body as Row);
    const property = /^\/crm\/properties\/2026-09\/tickets\/(\w+)$/.exec(path)?.[1];
    if (property) return oneProperty(data, property, method, body as Row);
    if (path === '/crm/v3/owners/' || path === '/crm/v3/owners') return { body: { results: portal.owners } };
    if (path === '/crm/objects/2026-09/contacts/batch/read') return contacts(portal, body as { inputs: { id: string }[] });
    const thread = /^\/conversations\/conversations\/2026-09\/threads\/([^/]+)$/.exec(path)?.[1];
    if (thread) return oneThread(data, thread);
    const posted = /^\/conversations\/conversations\/2026-09\/threads\/([^/]+)\/messages$/.exec(path)?.[1];
    if (posted && method === 'POST') return postMessage(data, posted, body as Row);
    return null;
  };
}

const failed = (status: number, category: string, message = category): Answer => ({ status, body: { status: 'error', message, category, correlationId: '0' } });

/** Form-encoded only; anything else is 415, as HubSpot has it since 2026. */
function token({ oauth }: HubspotPortal, contentType: string, body: unknown): Answer {
  if (!contentType.startsWith('application/x-www-form-urlencoded') || typeof body !== 'string') return failed(415, 'UNSUPPORTED_MEDIA_TYPE');
  const form = new URLSearchParams(body);
  oauth.calls.push(form);
  if (oauth.refuse) return { status: 400, body: { status: oauth.refuse, message: oauth.refuse } };
  const grant = form.get('grant_type');
  const good = grant === 'authorization_code' ? form.get('code') === oauth.code : grant === 'refresh_token' && form.get('refresh_token') === oauth.refreshToken;
  if (!good) return { status: 400, body: { status: 'BAD_REFRESH_TOKEN', message: 'missing or unknown refresh token' } };
  return {
    body: {
      access_token: oauth.accessToken,
      refresh_token: oauth.refreshToken,
      expires_in: 1_800,
      hub_id: oauth.hubId,
      user_id: oauth.userId,
      scopes: ['oauth', 'tickets'],
      token_type: 'bearer',
    },
  };
}

function oneTicket(data: HubspotData, portal: HubspotPortal, id: string, method: string, body: Row, query: URLSearchParams): Answer {
  const ticket = data.tickets.find((t) => t.id === id && !t.archived);
  if (!ticket) return failed(404, 'OBJECT_NOT_FOUND');
  if (method === 'PATCH') {
    for (const [name, value] of Object.entries(body.properties as Record<string, string>)) {
      const property = data.properties.find((p) => p.name === name);
      const values = value.split(';').filter((v) => v !== '');
      const options = (property?.options as { value: string }[] | undefined) ?? [];
      if (property?.fieldType === 'checkbox') {
        if (values.some((v) => !options.some((o) => o.value === v))) return failed(400, 'VALIDATION_ERROR', `${value} was not one of the allowed options`);
        const before = value.startsWith(';') ? (ticket.properties[name] ?? '').split(';') : [];
        ticket.properties[name] = [...new Set([...before, ...values])].filter((v) => v !== '').join(';');
      } else ticket.properties[name] = value;
    }
    return { body: { id, properties: ticket.properties } };
  }
  const results = (portal.contactsOf[id] ?? []).map((contact) => ({ id: contact, type: 'ticket_to_contact' }));
  const associations = query.get('associations')?.includes('contacts') && results.length > 0 ? { associations: { contacts: { results } } } : {};
  return { body: { ...ticket, ...associations } };
}

function createProperty(data: HubspotData, body: Row): Answer {
  if (data.properties.some((p) => p.name === body.name)) return failed(409, 'OBJECT_ALREADY_EXISTS');
  data.properties.push({ ...body, options: body.options ?? [] });
  return { status: 201, body };
}

function oneProperty(data: HubspotData, name: string, method: string, body: Row): Answer {
  const property = data.properties.find((p) => p.name === name);
  if (!property) return failed(404, 'OBJECT_NOT_FOUND');
  if (method === 'PATCH') Object.assign(property, body);
  return { body: property };
}

function contacts(portal: HubspotPortal, body: { inputs: { id: string }[] }): Answer {
  const failing = portal.failingContacts.splice(0);
  const known = body.inputs.filter(({ id }) => portal.contacts[id] && !failing.includes(id));
  const errors = body.inputs
    .filter((input) => !known.includes(input))
    .map(({ id }) => ({ status: 'error', category: 'OBJECT_NOT_FOUND', message: id, context: { ids: [id] } }));
  const results = known.map(({ id }) => ({ id, properties: portal.contacts[id] }));
  return { status: errors.length > 0 ? 207 : 200, body: { status: 'COMPLETE', results, ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}) } };
}

function oneThread(data: HubspotData, id: string): Answer {
  for (const [ticket, threads] of Object.entries(data.threads)) {
    const thread = threads.find((t) => t.id === id);
    if (thread) return { body: { ...thread, threadAssociations: { associatedTicketId: ticket } } };
  }
  return data.messages[id] ? { body: { id, status: 'OPEN' } } : failed(404, 'OBJECT_NOT_FOUND');
}

function postMessage(data: HubspotData, thread: string, body: Row): Answer {
  const messages = data.messages[thread];
  if (!messages) return failed(404, 'OBJECT_NOT_FOUND');
  const sender = String(body.senderActorId ?? 'I-99');
  const message = {
    ...body,
    id: `new-${messages.length}`,
    createdAt: new Date(Date.UTC(2026, 5, 1) + messages.length * 1_000).toISOString(),
    createdBy: sender,
    direction: 'OUTGOING',
    senders: [{ actorId: sender }],
    truncationStatus: 'NOT_TRUNCATED',
  };
  messages.push(message);
  return { status: 201, body: message };
}
