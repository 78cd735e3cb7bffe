/** The console's pages in the order of its navigation. Each is loaded when it is opened, so that the first one is there at once. */
import { lazyRouteComponent } from '@tanstack/react-router';
import type { Role } from '#shared/governance';
import type { Console } from './console-context.ts';

const readers: Role[] = ['knowledge_manager', 'reviewer', 'admin', 'auditor'];

/** `roles` may read what the page shows; what each of them may change there is asked of the Worker. */
export const pages = [
  { path: '/', title: 'page.setup', roles: ['admin'], of: 'zendesk', component: lazyRouteComponent(() => import('./setup/setup-page.tsx'), 'SetupPage') },
  { path: '/changes', title: 'page.changes', roles: readers, component: lazyRouteComponent(() => import('./changes/changes-page.tsx'), 'ChangesPage') },
  { path: '/traces', title: 'page.traces', roles: readers, component: lazyRouteComponent(() => import('./traces/traces-page.tsx'), 'TracesPage') },
  { path: '/audit', title: 'page.audit', roles: ['admin', 'auditor'], component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage') },
  { path: '/controls', title: 'page.controls', roles: readers, component: lazyRouteComponent(() => import('./controls/controls-page.tsx'), 'ControlsPage') },
] as const;

export const pagesFor = ({ user, platform }: Pick<Console, 'user' | 'platform'>) =>
  pages.filter((page) => (page.roles as readonly Role[]).includes(user.role) && (!('of' in page) || page.of === platform));
