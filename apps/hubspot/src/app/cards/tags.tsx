import { Button, Flex, Heading, Tag, Text } from '@hubspot/ui-extensions';
import { useCard } from './card-context.ts';

/** Tags that triage proposes; one click writes one into the ticket. */
export function Tags() {
  const { view, store, t } = useCard();
  if (view.tags.length === 0) return null;
  return (
    <Flex direction="column" gap="xs">
      <Heading>{t('tags')}</Heading>
      <Flex direction="row" gap="xs" wrap="wrap">
        {view.tags.map(({ tag, state }) =>
          state === 'present' ? (
            <Tag key={tag} variant="success" testId={`tag-present-${tag}`}>
              {tag}
            </Tag>
          ) : (
            <Button key={tag} size="xs" variant="secondary" disabled={state === 'adding'} onClick={() => void store.addTag(tag)} testId={`tag-add-${tag}`}>
              {`+ ${tag}`}
            </Button>
          ),
        )}
      </Flex>
      {view.tags
        .filter((tag) => tag.state === 'failed')
        .map(({ tag }) => (
          <Text key={tag} testId={`tag-failed-${tag}`}>
            {t('tags.failed', { tag })}
          </Text>
        ))}
    </Flex>
  );
}
