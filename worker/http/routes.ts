/** How a route is registered: never without saying who may call it. A route without an `Access` does not compile. */
import { type Handler, Hono, type MiddlewareHandler } from 'hono';
import type { RouteId } from '../governance/rights.ts';
import type { AppEnv } from './context.ts';

/** How callers of the few routes without a session prove who they are; `none` is told nothing that is anyone's. */
export type Proof = 'none' | 'oauth_state' | 'signed_page' | 'zendesk_signature' | 'hubspot_signature' | 'loopback';

/** Refuses whoever may not go on. `right` is what it asks for, so that the rights of all routes can be listed and tested. */
export type Access = MiddlewareHandler<AppEnv> & { right: RouteId | { proof: Proof } };

/** For routes whose handler itself checks this proof, where `check` does not. */
export function provenBy(proof: Proof, check: MiddlewareHandler<AppEnv> = (_, next) => next()): Access {
  return Object.assign<MiddlewareHandler<AppEnv>, Pick<Access, 'right'>>((c, next) => check(c, next), { right: { proof } });
}

type Register = {
  <P extends string>(path: P, access: Access, handler: Handler<AppEnv, P>): void;
  <P extends string>(path: P, access: Access, around: MiddlewareHandler<AppEnv>, handler: Handler<AppEnv, P>): void;
};
type Method = 'get' | 'post' | 'put' | 'delete';

export type RegisteredRoute = { method: Uppercase<Method>; path: string; right: Access['right'] };
export type Routes = Record<Method, Register> & {
  registered: readonly RegisteredRoute[];
  /** The app that answers them. */
  app(): Hono<AppEnv>;
};

/** The routes of one resource. */
export function createRoutes(): Routes {
  const hono = new Hono<AppEnv>();
  const registered: RegisteredRoute[] = [];
  const register =
    (method: Method): Register =>
    (path: string, access: Access, ...handlers: Handler<AppEnv>[]): void => {
      registered.push({ method: method.toUpperCase() as Uppercase<Method>, path, right: access.right });
      hono.on(method.toUpperCase(), path, access, ...handlers);
    };
  return { get: register('get'), post: register('post'), put: register('put'), delete: register('delete'), registered, app: () => hono };
}
