import { Accordion, Flex, Heading, Link, List, LoadingSpinner, Tag, Text, Tile } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { PassageState } from '../../../../panel/passage-store.ts';
import type { ArticleView } from '../../../../panel/present-article.ts';
import { toProblem } from '../../../../panel/problem.ts';
import { useCard } from './card-context.ts';

const SHOWN = 3;

export function Articles() {
  const { view, t } = useCard();
  return (
    <Flex direction="column" gap="xs">
      <Heading>{t('articles')}</Heading>
      {view.articles.length === 0 && <Text testId="no-articles">{t('articles.none')}</Text>}
      {view.articles.slice(0, SHOWN).map((article) => (
        <Article key={article.id} article={article} />
      ))}
    </Flex>
  );
}

function Article({ article }: { article: ArticleView }) {
  const { t } = useCard();
  const { shortWhy, moreReasons, path } = article;
  return (
    <Tile compact={true} testId={`article-${article.id}`}>
      <Flex direction="column" gap="xs">
        {article.url ? <Link href={{ url: article.url, external: true }}>{article.title}</Link> : <Text format={{ fontWeight: 'bold' }}>{article.title}</Text>}
        <Text variant="microcopy">{[article.likelihood, article.updated?.text].filter(Boolean).join(' · ')}</Text>
        {article.restricted && <Tag variant="warning">{article.restricted}</Tag>}
        {(shortWhy !== null || path.length > 0) && (
          <Accordion title={shortWhy ? `${t('article.why')}: ${shortWhy}` : t('article.why')} size="xs">
            <List>
              {moreReasons.map((reason) => (
                <Text key={reason}>{reason}</Text>
              ))}
              {path.map((step) => (
                <Text key={step.key}>
                  {[step.relation, step.kind].filter(Boolean).join(' · ')}: {step.label}
                  {step.evidence.length > 0 ? ` (${t('article.restBasedOn', { evidence: step.evidence.join(', ') })})` : ''}
                </Text>
              ))}
            </List>
          </Accordion>
        )}
        {article.passageId && <Passage id={article.passageId} />}
      </Flex>
    </Tile>
  );
}

/** One passage of the article, fetched when it is opened. */
function Passage({ id }: { id: string }) {
  const { client, t } = useCard();
  const [state, setState] = useState<PassageState | null>(null);
  const open = () => {
    if (state && state.status !== 'error') return;
    setState({ status: 'loading' });
    client.passage(id).then(
      (passage) => setState({ status: 'ready', passage }),
      (error: unknown) => setState({ status: 'error', problem: toProblem(error) }),
    );
  };
  return (
    <Accordion title={t('passage.read')} size="xs" onClick={open}>
      {state?.status === 'ready' ? (
        <Text testId={`passage-${id}`}>{state.passage.text}</Text>
      ) : state?.status === 'error' ? (
        <Text testId={`passage-failed-${id}`}>{state.problem.message ?? t('passage.failed')}</Text>
      ) : (
        <LoadingSpinner label={t('passage.loading')} showLabel={true} size="xs" />
      )}
    </Accordion>
  );
}
