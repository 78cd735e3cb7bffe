/** A HubSpot portal in memory, and requests signed as HubSpot signs them. */

import { type TicketInput, ticketSchema } from '../../../shared/ticket.ts';
import type { Platform } from '../../../worker/compose.ts';
import type { HubspotApp } from '../../../worker/compose-helpdesk.ts';
import { AppError } from '../../../worker/errors.ts';
import type { AgentReplies, ChangedTicket, Helpdesk } from '../../../worker/helpdesk-ports.ts';
import { createClient, origin } from './harness.ts';

export const SECRET = 'hubspot-client-secret-of-the-tests';
export const APP_ID = '99';

const encoder = new TextEncoder();
const hex = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');

export async function v3(secret: string, method: string, url: string, body: string, timestamp: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`${method}${url}${body}${timestamp}`)))));
}
export const v2 = async (secret: string, method: string, url: string, body: string): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', encoder.encode(`${secret}${method}${url}${body}`)));
export const v1 = async (secret: string, body: string): Promise<string> => hex(await crypto.subtle.digest('SHA-256', encoder.encode(`${secret}${body}`)));

export type FakePortal = {
  tickets: Map<string, TicketInput & { id: string }>;
  tags: Map<string, string[]>;
  notes: { ticketId: string; text: string }[];
  sent: { ticketId: string; text: string; userId: string }[];
  pipeline: string;
  changed: ChangedTicket[];
  fetched: number;
  delayMs: number;
  uninstalled: string[];
  failWith: AppError | null;
};

export function hubspotClientUnderTest(more: Partial<Platform> = {}) {
  const portal: FakePortal = {
    tickets: new Map(),
    tags: new Map(),
    notes: [],
    sent: [],
    pipeline: '0',
    changed: [],
    fetched: 0,
    delayMs: 0,
    uninstalled: [],
    failWith: null,
  };
  const replies: AgentReplies = {
    target: async () => ({ threadId: 't1', channel: 'e-mail', recipient: 'Pat <pat@example.test>', sendable: true, reason: null }),
    send: async (ticketId, { text, userId, recipient }) => {
      if (recipient !== 'Pat <pat@example.test>') throw new AppError('conflict', 'The reply would go to Pat now. Check it and confirm again.');
      portal.sent.push({ ticketId, text, userId });
      return { messageId: 'm1' };
    },
  };
  const helpdesk: Helpdesk = {
    platform: 'hubspot',
    async fetchTicket(given) {
      portal.fetched++;
      if (portal.failWith) throw portal.failWith;
      if (portal.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, portal.delayMs));
      const id = given.replace('thread:', '');
      const ticket = portal.tickets.get(id);
      if (!ticket) throw new AppError('not_found', 'HubSpot has no such ticket.');
      return ticketSchema.parse({ ...ticket, tags: portal.tags.get(id) ?? [] });
    },
    async addTags(id, tags) {
      const all = [...new Set([...(portal.tags.get(id) ?? []), ...tags])];
      portal.tags.set(id, all);
      return all;
    },
    async addInternalNote(ticketId, text, marker) {
      if (!portal.notes.some((n) => n.text.includes(marker))) portal.notes.push({ ticketId, text: `${text}\n${marker}` });
    },
    setRouting: async (_, routing) => routing,
    replies,
  };
  const app: HubspotApp = {
    appId: APP_ID,
    secrets: [SECRET, 'the-secret-of-yesterday'],
    apiUrl: 'http://hubspot.test',
    oauth: {
      authorizeUrl: (state) => `https://app.hubspot.com/oauth/authorize?state=${state}`,
      exchange: async (code) => ({ access: `access-${code}`, refresh: 'refresh', portalId: code.replace(/\D/g, ''), userId: '7', expiresIn: 1_800 }),
      refresh: async () => ({ access: 'access-2', refresh: 'refresh', portalId: '1', userId: '7', expiresIn: 1_800 }),
      uninstall: async (token) => void portal.uninstalled.push(token),
    },
    portal: async () => ({
      prepare: async () => undefined,
      choices: async () => ({
        pipelines: [{ id: '0', label: 'Support' }],
        users: [
          { id: '7', name: 'Kim', teams: ['3', 'Tier 2'] },
          { id: '8', name: 'Lee', teams: [] },
        ],
      }),
      pipelineOf: async () => portal.pipeline,
      changedTickets: async () => ({ tickets: portal.changed, next: '1', more: false }),
    }),
  };
  const { call, platform } = createClient({ hubspot: app, helpdesk: async () => helpdesk, wake: async () => undefined, ...more });

  /** Signed by v3 with the parameters that HubSpot appends. */
  async function signed(path: string, body: unknown, options: { portal?: string; user?: string; at?: number; query?: string } = {}) {
    const { portal: portalId = '501', user = '7', at = Date.now() } = options;
    const query = options.query ?? `userId=${user}&portalId=${portalId}&userEmail=kim%40acme.test&appId=${APP_ID}`;
    const full = `${path}?${query}`;
    const raw = JSON.stringify(body);
    const signature = await v3(SECRET, 'POST', `${origin}${full}`.replaceAll('%40', '@'), raw, String(at));
    return call('POST', full, {
      raw,
      headers: { 'content-type': 'application/json', 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': String(at) },
    });
  }
  async function workflow(body: unknown) {
    const raw = JSON.stringify(body);
    const signature = await v2(SECRET, 'POST', `${origin}/hubspot/workflow/triage`, raw);
    return call('POST', '/hubspot/workflow/triage', {
      raw,
      headers: { 'content-type': 'application/json', 'x-hubspot-signature': signature, 'x-hubspot-signature-version': 'v2' },
    });
  }
  async function install(portalId: string): Promise<void> {
    const start = await call('GET', '/hubspot/oauth/start');
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const done = await call('GET', `/hubspot/oauth/callback?state=${encodeURIComponent(state)}&code=code-${portalId}`);
    if (done.status !== 200) throw new Error(done.text);
  }
  return { call, platform, portal, signed, workflow, install };
}
