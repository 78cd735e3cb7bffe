/** CRM records by HubSpot's own generated clients, each imported alone: the package's root is forty times their size. */
import * as owners from '@hubspot/api-client/lib/codegen/crm/owners/index.js';
import * as pipelines from '@hubspot/api-client/lib/codegen/crm/pipelines/index.js';
import * as properties from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import * as tickets from '@hubspot/api-client/lib/codegen/crm/tickets/index.js';
import type { HubspotRest } from './hubspot-rest.ts';

export type HubspotRecords = {
  tickets: tickets.BasicApi;
  properties: properties.CoreApi;
  pipelines: pipelines.PipelinesApi;
  owners: owners.OwnersApi;
};

type Library = { RequestContext: new (...args: never[]) => RequestLike; ResponseContext: new (...args: never[]) => unknown };
type RequestLike = { getUrl(): string; getHttpMethod(): string; getBody(): unknown };

/** The clients send through `rest`, so that its deadlines, retries and errors hold for them too. */
export function hubspotRecords(rest: HubspotRest): HubspotRecords {
  return {
    tickets: new tickets.BasicApi(configure(tickets, rest)),
    properties: new properties.CoreApi(configure(properties, rest)),
    pipelines: new pipelines.PipelinesApi(configure(pipelines, rest)),
    owners: new owners.OwnersApi(configure(owners, rest)),
  };
}

type Generated<Configuration> = Library & {
  createConfiguration(options: never): Configuration;
  wrapHttpLibrary(library: never): unknown;
  ServerConfiguration: new (url: string, variables: Record<string, never>) => unknown;
};

/** Every generated client brings its own copies of the same classes; their types differ in name alone. */
function configure<Configuration>(generated: Generated<Configuration>, rest: HubspotRest): Configuration {
  const Answer = generated.ResponseContext as unknown as new (status: number, headers: Record<string, string>, body: unknown) => unknown;
  const library = {
    async send(request: RequestLike) {
      const body = request.getBody();
      const { status, headers, text } = await rest.call(request.getHttpMethod(), dated(request.getUrl()), typeof body === 'string' ? body : undefined);
      return new Answer(status, headers, { text: async () => text, binary: async () => new TextEncoder().encode(text) });
    },
  };
  const options = {
    baseServer: new generated.ServerConfiguration(rest.origin, {}),
    httpApi: generated.wrapHttpLibrary(library as never),
  };
  return generated.createConfiguration(options as never);
}

/** The clients are generated from v3, which HubSpot serves until September 2027; the dated paths take the same requests. */
const dated = (url: string): string =>
  url.replace('/crm/v3/objects/', '/crm/objects/2026-09/').replace(/\/crm\/v3\/(properties|pipelines)\//, '/crm/$1/2026-09/');
