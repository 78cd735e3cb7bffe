import type { Automation, TagAccuracy } from '#shared/setup';

/** What the Worker tells of a portal's settings, and takes back. */
export type MappedRole = 'admin' | 'knowledge_manager' | 'reviewer' | 'auditor';

export type Access = {
  /** An empty list leaves that side open. */
  scope: { pipelines: string[]; teams: string[]; users: string[]; channels: string[] };
  /** By user id; everyone else is an agent. */
  roles: Record<string, string>;
  everyoneReadsAllTickets: boolean;
};
export type Choices = { pipelines: { id: string; label: string }[]; users: { id: string; name: string; teams: string[] }[] };
export type Sharing = { owner: string | null; readers: string[] };
export type SettingsView = {
  access: Access;
  automation: Automation;
  accuracy: TagAccuracy;
  choices: Choices;
  userId: string;
  connected: boolean;
  release: string | null;
  sharing: Sharing;
};

/** `users` have this role afterwards, and nobody else has it; a user has one role. */
export function withRole(roles: Access['roles'], role: MappedRole, users: string[]): Access['roles'] {
  const others = Object.entries(roles).filter(([user, had]) => had !== role && !users.includes(user));
  return Object.fromEntries([...others, ...users.map((user) => [user, role] as const)]);
}
