import { Heading, MultiSelect, Text } from '@hubspot/ui-extensions';
import { type Access, type Choices, type MappedRole, withRole } from './settings-view.ts';
import type { SettingsWords } from './words.ts';

const CHANNELS = ['email', 'web', 'chat', 'messaging', 'phone', 'api', 'other'] as const;
const ROLES: MappedRole[] = ['admin', 'knowledge_manager', 'reviewer', 'auditor'];

type Props = { access: Access; choices: Choices; change: (part: Partial<Access>) => void; t: SettingsWords };
type Side = keyof Access['scope'];
type Option = { value: string; label: string };

/** Who may use Deskgraph, for which tickets, and in which role. */
export function People({ access, choices, change, t }: Props) {
  const users = choices.users.map(({ id, name }) => ({ value: id, label: name }));
  const teams = [...new Set(choices.users.flatMap((user) => user.teams))].map((team) => ({ value: team, label: team }));
  const sides: [Side, string, Option[]][] = [
    ['users', t('people'), users],
    ['teams', t('teams'), teams],
    ['pipelines', t('pipelines'), choices.pipelines.map(({ id, label }) => ({ value: id, label }))],
    ['channels', t('channels'), CHANNELS.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))],
  ];
  return (
    <>
      <Heading>{t('who')}</Heading>
      <Text variant="microcopy">{t('who.hint')}</Text>
      {sides.map(([side, label, options]) => (
        <MultiSelect
          key={side}
          name={side}
          label={label}
          options={options}
          value={access.scope[side]}
          onChange={(value) => change({ scope: { ...access.scope, [side]: value.map(String) } })}
        />
      ))}
      <Heading>{t('roles')}</Heading>
      <Text variant="microcopy">{t('roles.hint')}</Text>
      {ROLES.map((role) => (
        <MultiSelect
          key={role}
          name={`role-${role}`}
          label={t(`role.${role}`)}
          options={users}
          value={Object.keys(access.roles).filter((id) => access.roles[id] === role)}
          onChange={(value) => change({ roles: withRole(access.roles, role, value.map(String)) })}
        />
      ))}
    </>
  );
}
