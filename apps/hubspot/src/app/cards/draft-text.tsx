import { Accordion, Flex, Link, List, Tag, Text, Tile } from '@hubspot/ui-extensions';
import type { DraftBlock, SentenceView } from '../../../../panel/present-draft.ts';
import { useCard } from './card-context.ts';

const line = ({ text, citations }: SentenceView): string => [text, ...citations.map((c) => `[${c.n}]`)].join(' ');

/** The draft with the numbers of its sources, and each source with the words that were cited. Text only. */
export function DraftText({ blocks }: { blocks: DraftBlock[] }) {
  const { t } = useCard();
  const cited = new Map(blocks.flatMap((b) => b.sentences).flatMap((s) => s.citations.map((c) => [c.n, c] as const)));
  return (
    <>
      <Tile compact={true} testId="draft">
        <Flex direction="column" gap="xs">
          {blocks.map((block) =>
            block.kind === 'steps' ? (
              <List key={block.key} variant="ordered-styled">
                {block.sentences.map((sentence) => (
                  <Text key={sentence.key}>{line(sentence)}</Text>
                ))}
              </List>
            ) : (
              <Text key={block.key}>{block.sentences.map(line).join(' ')}</Text>
            ),
          )}
        </Flex>
      </Tile>
      {[...cited.values()].map((citation) => (
        <Accordion key={citation.n} title={t('source', { n: citation.n, title: citation.title })} size="xs">
          <Flex direction="column" gap="xs">
            {citation.restricted && <Tag variant="warning">{citation.restricted}</Tag>}
            <Text testId={`quote-${citation.n}`}>{citation.quote}</Text>
            {citation.url && <Link href={{ url: citation.url, external: true }}>{t('passage.open')}</Link>}
          </Flex>
        </Accordion>
      ))}
    </>
  );
}
