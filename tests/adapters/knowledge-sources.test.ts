import { evenPacer } from '../../worker/adapters/embedded/even-pacer.ts';
import { hubspotKnowledgeSource } from '../../worker/adapters/hubspot/hubspot-knowledge-source.ts';
import { hubspotTicketsSource } from '../../worker/adapters/hubspot/hubspot-tickets-source.ts';
import { sitemapSource } from '../../worker/adapters/web/sitemap-source.ts';
import { zendeskArticlesSource } from '../../worker/adapters/zendesk/zendesk-articles-source.ts';
import { zendeskCatalogueSource } from '../../worker/adapters/zendesk/zendesk-catalogue-source.ts';
import { zendeskMacrosSource } from '../../worker/adapters/zendesk/zendesk-macros-source.ts';
import { zendeskTicketsSource } from '../../worker/adapters/zendesk/zendesk-tickets-source.ts';
import { knowledgeSourceContract, type SourceWorld } from '../contracts/knowledge-source.ts';
import { helpCentreData, helpCentreServer, rebuildSitemaps, webPage } from '../servers/help-centre-server.ts';
import { hubspotData, hubspotServer } from '../servers/hubspot-server.ts';
import { virtualTime } from '../servers/recorded-server.ts';
import { zendeskData } from '../servers/zendesk-data.ts';
import { type ZendeskServer, zendeskServer } from '../servers/zendesk-server.ts';

const zendeskBudget = { path: /^\/api\/v2\/(?!incremental\/t)/, calls: 400, perMs: 60_000 };
const iso = (time: { clock: { now(): number } }): string => new Date(time.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');

async function zendesk(): Promise<{ server: ZendeskServer; time: ReturnType<typeof virtualTime>; options: () => Parameters<typeof zendeskMacrosSource>[0] }> {
  const time = virtualTime();
  const server = await zendeskServer(zendeskData(), { now: time.clock.now, eventsPerPage: 300 });
  // One pacer an account, whatever reads from it.
  const pacer = evenPacer({ clock: time.clock, sleep: time.sleep });
  return { server, time, options: () => ({ origin: server.origin, token: 'token', pacer, clock: time.clock }) };
}

knowledgeSourceContract('zendesk-articles', async (): Promise<SourceWorld> => {
  const { server, time, options } = await zendesk();
  return {
    server,
    time,
    source: () => zendeskArticlesSource(options()),
    expected: () => [
      ...server.data.articles.filter((a) => !a.draft).map((a) => `article:${a.id}`),
      ...Object.entries(server.data.translations).flatMap(([id, [t]]) =>
        t?.draft || server.data.articles.every((a) => String(a.id) !== id || a.draft) ? [] : [`article:${id}-de`],
      ),
    ],
    change() {
      const article = server.data.articles[100];
      Object.assign(article ?? {}, { body: '<p>Everything about this setting is different now.</p>', updated_at: iso(time) });
      return `article:${article?.id}`;
    },
    remove() {
      const [gone] = server.data.articles.splice(50, 1);
      return `article:${gone?.id}`;
    },
    list: /help_center\/([a-z-]+\/)?(incremental\/)?articles(\.json)?\?/,
    budget: [zendeskBudget],
    paged: true,
  };
});

knowledgeSourceContract('zendesk-tickets', async (): Promise<SourceWorld> => {
  const { server, time, options } = await zendesk();
  return {
    server,
    time,
    source: () => zendeskTicketsSource({ ...options(), fields: { product: '77' } }),
    expected: () =>
      server.data.tickets
        .filter((t) => (t.status === 'solved' || t.status === 'closed') && !(t.tags as string[]).includes('closed_by_merge'))
        .map((t) => `ticket:${t.id}`),
    change() {
      const ticket = server.data.tickets[101];
      Object.assign(ticket ?? {}, { subject: 'Something else after all', updated_at: iso(time) });
      return `ticket:${ticket?.id}`;
    },
    remove() {
      const ticket = server.data.tickets[102];
      Object.assign(ticket ?? {}, { status: 'deleted', updated_at: iso(time) });
      return `ticket:${ticket?.id}`;
    },
    list: /incremental\/tickets\/cursor/,
    budget: [zendeskBudget, { path: /incremental\/t/, calls: 10, perMs: 60_000 }],
    paged: true,
  };
});

knowledgeSourceContract('zendesk-macros', async (): Promise<SourceWorld> => {
  const { server, time, options } = await zendesk();
  return {
    server,
    time,
    source: () => zendeskMacrosSource(options()),
    expected: () => server.data.macros.filter((m) => m.restriction === null).map((m) => `macro:${m.id}`),
    change() {
      Object.assign(server.data.macros[9] ?? {}, { title: 'Another title', updated_at: iso(time) });
      return `macro:${server.data.macros[9]?.id}`;
    },
    remove: () => `macro:${server.data.macros.splice(20, 1)[0]?.id}`,
    list: /\/macros(\.json)?\?/,
    budget: [zendeskBudget],
    paged: true,
  };
});

knowledgeSourceContract('zendesk-catalogue', async (): Promise<SourceWorld> => {
  const { server, time, options } = await zendesk();
  return {
    server,
    time,
    source: () => zendeskCatalogueSource({ ...options(), entityFields: { product: '77' } }),
    expected: () => [
      'tag:field-77-product_lamp',
      'tag:field-78-refund_wanted',
      'tag:trigger-60-outage',
      'entity:product-product_lamp',
      'entity:team-200',
      ...server.data.brands.map((b) => `entity:brand-${b.id}`),
    ],
    change() {
      Object.assign(server.data.groups[0] ?? {}, { name: 'Third line' });
      return 'entity:team-200';
    },
    remove() {
      server.data.brands.length = 0;
      return 'entity:brand-42';
    },
    list: /\/ticket_fields(\.json)?\?/,
    budget: [zendeskBudget],
    paged: true,
  };
});

async function hubspot() {
  const time = virtualTime();
  const server = await hubspotServer(hubspotData(), { now: time.clock.now });
  const pacer = evenPacer({ clock: time.clock, sleep: time.sleep });
  return { server, time, options: () => ({ origin: server.origin, token: 'token', portalId: '1', pacer, clock: time.clock }) };
}

knowledgeSourceContract('hubspot-tickets', async (): Promise<SourceWorld> => {
  const { server, time, options } = await hubspot();
  return {
    server,
    time,
    source: () => hubspotTicketsSource({ ...options(), tagProperty: 'support_tags', customerProperties: { plan: 'plan' } }),
    expected: () => server.data.tickets.filter((t) => !t.archived && t.properties.hs_pipeline_stage === '4').map((t) => `ticket:${t.id}`),
    change() {
      const ticket = server.data.tickets[11];
      Object.assign(ticket?.properties ?? {}, { subject: 'Something else after all', hs_lastmodifieddate: new Date(time.clock.now()).toISOString() });
      return `ticket:${ticket?.id}`;
    },
    remove() {
      const ticket = server.data.tickets[12];
      if (ticket) ticket.archived = true;
      return `ticket:${ticket?.id}`;
    },
    list: /tickets\/search/,
    budget: [
      { path: /^\/(?!crm\/objects\/2026-09\/tickets\/search)/, calls: 110, perMs: 10_000 },
      { path: /tickets\/search/, calls: 5, perMs: 1_000 },
    ],
    paged: true,
  };
});

knowledgeSourceContract('hubspot-knowledge by site search', async (): Promise<SourceWorld> => {
  const { server, time, options } = await hubspot();
  return {
    server,
    time,
    source: () => hubspotKnowledgeSource({ ...options(), crawl: null, queries: ['radio', 'knob'] }),
    expected: () => server.data.knowledge.map((k) => `article:${k.url.slice('https://'.length)}`),
    change() {
      Object.assign(server.data.knowledge[3] ?? {}, { html: '<p>The radio has no knob any more.</p>' });
      return `article:${server.data.knowledge[3]?.url.slice('https://'.length)}`;
    },
    remove: null,
    list: /site-search\/2026-09\/search/,
    budget: [{ path: /./, calls: 110, perMs: 10_000 }],
    paged: true,
  };
});

async function web() {
  const time = virtualTime();
  const server = await helpCentreServer(helpCentreData(), { now: time.clock.now });
  const pacer = evenPacer({ clock: time.clock, sleep: time.sleep });
  const host = new URL(server.origin).host;
  return {
    server,
    time,
    source: () => sitemapSource({ origin: server.origin, pacer, clock: time.clock }),
    expected: () => Object.keys(server.data.pages).map((path) => `article:${host}${path}`),
    change() {
      const now = new Date(time.clock.now());
      server.data.pages['/lamps/lamp-05'] = {
        html: webPage('Reset lamp 5', 'Lamp 5 was recalled. Send it back, we pay for it.'),
        lastmod: now.toISOString(),
        lastModified: now.toUTCString(),
      };
      rebuildSitemaps(server.data);
      return `article:${host}/lamps/lamp-05`;
    },
    remove() {
      delete server.data.pages['/lamps/lamp-07'];
      rebuildSitemaps(server.data);
      return `article:${host}/lamps/lamp-07`;
    },
    list: /sitemap-1\.xml/,
    budget: [{ path: /./, calls: 10, perMs: 3_000 }],
    paged: false,
  };
}

knowledgeSourceContract('web by sitemap', web);

knowledgeSourceContract('hubspot-knowledge by sitemap', async (): Promise<SourceWorld> => {
  const site = await web();
  const pacer = evenPacer({ clock: site.time.clock, sleep: site.time.sleep });
  return {
    ...site,
    source: () => hubspotKnowledgeSource({ origin: site.server.origin, token: 'token', portalId: '1', pacer, clock: site.time.clock, crawl: site.source() }),
  };
});
