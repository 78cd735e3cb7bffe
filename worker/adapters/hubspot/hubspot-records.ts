/**
 * CRM records by HubSpot's own generated clients. Only their request factories and response readers are imported: the
 * package's root is forty times their size, and the layers it wraps around them again half of what is left.
 */
import * as owners from '@hubspot/api-client/lib/codegen/crm/owners/apis/OwnersApi.js';
import type { OwnersApi } from '@hubspot/api-client/lib/codegen/crm/owners/index.js';
import * as pipelines from '@hubspot/api-client/lib/codegen/crm/pipelines/apis/PipelinesApi.js';
import type { PipelinesApi } from '@hubspot/api-client/lib/codegen/crm/pipelines/index.js';
import * as properties from '@hubspot/api-client/lib/codegen/crm/properties/apis/CoreApi.js';
import type { CoreApi } from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import * as tickets from '@hubspot/api-client/lib/codegen/crm/tickets/apis/BasicApi.js';
import { ResponseContext } from '@hubspot/api-client/lib/codegen/crm/tickets/http/http.js';
import type { BasicApi } from '@hubspot/api-client/lib/codegen/crm/tickets/index.js';
import { ServerConfiguration } from '@hubspot/api-client/lib/codegen/crm/tickets/servers.js';
import type { HubspotRest } from './hubspot-rest.ts';

export type HubspotRecords = { tickets: BasicApi; properties: CoreApi; pipelines: PipelinesApi; owners: OwnersApi };

/** The clients send through `rest`, so that its deadlines, retries and errors hold for them too. */
export function hubspotRecords(rest: HubspotRest): HubspotRecords {
  const configuration = { baseServer: new ServerConfiguration(rest.origin, {}), authMethods: {} } as never;
  return {
    tickets: client(new tickets.BasicApiRequestFactory(configuration), new tickets.BasicApiResponseProcessor(), rest),
    properties: client(new properties.CoreApiRequestFactory(configuration), new properties.CoreApiResponseProcessor(), rest),
    pipelines: client(new pipelines.PipelinesApiRequestFactory(configuration), new pipelines.PipelinesApiResponseProcessor(), rest),
    owners: client(new owners.OwnersApiRequestFactory(configuration), new owners.OwnersApiResponseProcessor(), rest),
  };
}

type Request = { getUrl(): string; getHttpMethod(): string; getBody(): unknown };

/**
 * The generated client `Api`: each method makes its request by the factory's method of that name and reads the answer by
 * the processor's `…WithHttpInfo`. Those pairs are what the package generates, and what `Api` is generated from.
 */
function client<Api extends object>(requests: object, answers: object, rest: HubspotRest): Api {
  const method = (of: object, name: string) => (Reflect.get(of, name) as (...args: unknown[]) => Promise<unknown>).bind(of);
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const request = (await method(requests, name)(...args)) as Request;
    const body = request.getBody();
    const { status, headers, text } = await rest.call(request.getHttpMethod(), dated(request.getUrl()), typeof body === 'string' ? body : undefined);
    const answer = new ResponseContext(status, headers, { text: async () => text, binary: async () => new TextEncoder().encode(text) } as never);
    return ((await method(answers, `${name}WithHttpInfo`)(answer)) as { data: unknown }).data;
  };
  return new Proxy({} as Api, { get: (_, name) => (name in requests ? (...args: unknown[]) => call(String(name), args) : undefined) });
}

/** The clients are generated from v3, which HubSpot serves until September 2027; the dated paths take the same requests. */
const dated = (url: string): string =>
  url.replace('/crm/v3/objects/', '/crm/objects/2026-09/').replace(/\/crm\/v3\/(properties|pipelines)\//, '/crm/$1/2026-09/');
