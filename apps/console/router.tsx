/** The console's routes. Each page is loaded when it is opened, so that the first one is there at once. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type RouterHistory } from '@tanstack/react-router';
import { ConsoleShell } from './console-shell.tsx';

const rootRoute = createRootRoute({ component: ConsoleShell });

const pages = [{ path: '/', component: lazyRouteComponent(() => import('./setup/setup-page.tsx'), 'SetupPage') }] as const;

export function createConsoleRouter(history: RouterHistory) {
  const routes = pages.map(({ path, component }) => createRoute({ getParentRoute: () => rootRoute, path, component }));
  return createRouter({ routeTree: rootRoute.addChildren(routes), history });
}
