import { createRootRoute, createRoute, createRouter, type RouterHistory } from '@tanstack/react-router';
import { ConsoleShell } from './console-shell.tsx';
import { pages } from './pages.ts';

const rootRoute = createRootRoute({ component: ConsoleShell });

export function createConsoleRouter(history: RouterHistory) {
  const routes = pages.map(({ path, component }) => createRoute({ getParentRoute: () => rootRoute, path, component }));
  return createRouter({ routeTree: rootRoute.addChildren(routes), history });
}
