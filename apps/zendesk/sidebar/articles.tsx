import { Anchor } from '@zendeskgarden/react-buttons';
import LockIcon from '@zendeskgarden/svg-icons/src/12/lock-locked-stroke.svg?icon';
import { useId, useRef, useState } from 'react';
import type { ArticleView } from '../../panel/present-article.ts';
import { ArticleWhy } from './article-why.tsx';
import { Passage } from './passage.tsx';
import { Section } from './section.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Badge, Card, Meta, Row, Stack, Strong, TextButton } from './styles.ts';

/** What fits without scrolling past it. */
const shownArticles = 3;

export function Articles() {
  const { view, t } = useSidebar();
  const [all, setAll] = useState(false);
  const rest = view.articles.length - shownArticles;
  return (
    <Section title={t('articles')}>
      {view.articles.length === 0 && <Meta>{t('articles.none')}</Meta>}
      <Stack as="ul" $gap={6}>
        {view.articles.slice(0, all ? undefined : shownArticles).map((article) => (
          <li key={article.id}>
            <Article article={article} />
          </li>
        ))}
      </Stack>
      {rest > 0 && !all && <TextButton onClick={() => setAll(true)}>{t.plural('articles.more', rest)}</TextButton>}
    </Section>
  );
}

function Article({ article }: { article: ArticleView }) {
  const { t } = useSidebar();
  const [reading, setReading] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const passageId = useId();
  return (
    <Card data-testid="article">
      <Strong>
        {article.url ? (
          <Anchor isUnderlined={false} href={article.url} target="_blank" rel="noopener noreferrer">
            {article.title}
          </Anchor>
        ) : (
          article.title
        )}
      </Strong>
      <Row $gap={6}>
        <Meta title={article.updated?.exact}>
          {[article.likelihood, article.updated && t('article.updated', { when: article.updated.text })].filter(Boolean).join(' · ')}
        </Meta>
        {article.restricted && (
          <Badge>
            <LockIcon />
            {article.restricted}
          </Badge>
        )}
      </Row>
      <ArticleWhy article={article} />
      {article.passageId && (
        <div>
          <TextButton ref={opener} aria-expanded={reading} aria-controls={reading ? passageId : undefined} onClick={() => setReading(!reading)}>
            {t(reading ? 'passage.hide' : 'passage.read')}
          </TextButton>
        </div>
      )}
      {reading && article.passageId && (
        <Passage
          domId={passageId}
          id={article.passageId}
          title={article.title}
          url={article.url}
          restricted={article.restricted}
          onClose={() => {
            setReading(false);
            opener.current?.focus();
          }}
        />
      )}
    </Card>
  );
}
