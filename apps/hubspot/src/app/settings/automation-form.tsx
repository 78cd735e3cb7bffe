import { Heading, Input, Select, Text, Toggle } from '@hubspot/ui-extensions';
import type { Automation, TagAccuracy } from '#shared/setup';
import type { SettingsWords } from './words.ts';

const MODES = ['off', 'dry_run', 'on'] as const;
const SWITCHES = ['setPriority', 'setGroup', 'note'] as const;

type Props = { automation: Automation; accuracy: TagAccuracy; change: (part: Partial<Automation>) => void; t: SettingsWords };

/** What is done with a ticket before an agent opens it, and how well the dry run did. */
export function AutomationForm({ automation, accuracy, change, t }: Props) {
  return (
    <>
      <Heading>{t('does')}</Heading>
      <Select
        name="auto-tag"
        label={t('tags')}
        options={MODES.map((value) => ({ value, label: t(`tags.${value}`) }))}
        value={automation.autoTag}
        onChange={(value) => change({ autoTag: value as Automation['autoTag'] })}
      />
      {automation.autoTag !== 'off' && (
        <>
          <Text variant="microcopy" testId="accuracy">
            {accuracy.tickets === 0 ? t('accuracy.none') : t('accuracy', accuracy)}
          </Text>
          <Input name="prefix" label={t('prefix')} value={automation.tagPrefix} onChange={(tagPrefix) => change({ tagPrefix })} />
          {SWITCHES.map((name) => (
            <Toggle key={name} name={name} label={t(name)} checked={automation[name]} onChange={(checked) => change({ [name]: checked })} />
          ))}
        </>
      )}
    </>
  );
}
