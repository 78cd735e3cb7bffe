/** Who may call what. One function, exhaustive: a new route does not compile until someone decided about it. */
import type { Role } from '#shared/governance';

export type RouteId =
  | 'suggestion.create'
  | 'suggestion.read'
  | 'ticket.escalate'
  | 'ticket.tag'
  | 'feedback.create'
  | 'passage.read'
  | 'session.renew'
  | 'preferences.own'
  | 'trace.read'
  | 'trace.search'
  | 'trace.export'
  | 'replay.run'
  | 'release.read'
  | 'release.propose'
  | 'release.evaluate'
  | 'release.approve'
  | 'release.publish'
  | 'release.rollback'
  | 'golden.read'
  | 'golden.write'
  | 'knowledge.ingest'
  | 'knowledge.read'
  | 'knowledge.edit'
  | 'settings.read'
  | 'settings.write'
  | 'killswitch.flip'
  | 'erasure.run'
  | 'audit.read'
  | 'audit.export';

const everyone: readonly Role[] = ['agent', 'knowledge_manager', 'reviewer', 'admin', 'auditor'];
const workers: readonly Role[] = ['agent', 'knowledge_manager', 'reviewer', 'admin'];

/** Roles that may use a route. An empty list means nobody, never everybody. */
export function rolesFor(route: RouteId): readonly Role[] {
  switch (route) {
    case 'session.renew':
    case 'preferences.own':
    case 'passage.read':
    case 'suggestion.read':
    case 'trace.read':
      return everyone;
    case 'suggestion.create':
    case 'ticket.escalate':
    case 'ticket.tag':
    case 'feedback.create':
      return workers;
    case 'release.read':
    case 'golden.read':
    case 'knowledge.read':
    case 'settings.read':
    case 'trace.search':
      return ['knowledge_manager', 'reviewer', 'admin', 'auditor'];
    case 'knowledge.ingest':
    case 'knowledge.edit':
    case 'golden.write':
    case 'release.propose':
    case 'release.evaluate':
      return ['knowledge_manager', 'reviewer', 'admin'];
    case 'release.approve':
    case 'replay.run':
      return ['reviewer', 'admin'];
    case 'release.publish':
    case 'release.rollback':
      return ['reviewer', 'admin'];
    case 'settings.write':
    case 'killswitch.flip':
    case 'erasure.run':
      return ['admin'];
    case 'audit.read':
    case 'audit.export':
    case 'trace.export':
      return ['admin', 'auditor'];
    default:
      return undecided(route);
  }
}

function undecided(route: never): readonly Role[] {
  throw new Error(`No one has decided who may use ${String(route)}.`);
}

export const mayUse = (role: Role, route: RouteId): boolean => rolesFor(route).includes(role);
