import styled from 'styled-components';
import type { ArticleView, PathStep } from '../../panel/present-article.ts';
import { Disclosure } from './disclosure.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Bullets, color, Meta, Stack, Strong } from './styles.ts';

/** A line down the left with a dot for each hop. */
const Path = styled.ol`
  font-size: 12px; line-height: 16px;
  & > li { position: relative; padding: 0 0 8px 16px; }
  & > li:last-child { padding-bottom: 0; }
  & > li::before { content: ''; position: absolute; left: 3px; top: 5px; width: 7px; height: 7px; border-radius: 50%; background: ${color('border.emphasis')}; }
  & > li:not(:last-child)::after { content: ''; position: absolute; left: 6px; top: 12px; bottom: -5px; width: 1px; background: ${color('border.default')}; }
`;

/** Why this article: the strongest reason on one line, the rest and the way through the graph behind it. */
export function ArticleWhy({ article }: { article: ArticleView }) {
  const { t } = useSidebar();
  const { shortWhy, moreReasons, path } = article;
  if (shortWhy === null && path.length === 0) return null;
  return (
    <Disclosure
      testId="article-why"
      label={
        <>
          <Strong>{t('article.why')}</Strong>
          {shortWhy && <>: {shortWhy}</>}
        </>
      }
    >
      <Stack $gap={6}>
        {moreReasons.length > 0 && (
          <Bullets>
            {moreReasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </Bullets>
        )}
        {path.length > 0 && (
          <Path aria-label={t('article.path')}>
            {path.map((step) => (
              <Step key={step.key} step={step} />
            ))}
          </Path>
        )}
      </Stack>
    </Disclosure>
  );
}

function Step({ step }: { step: PathStep }) {
  const { t } = useSidebar();
  const evidence = [step.evidence.join(', '), step.moreEvidence].filter(Boolean).join(' ');
  return (
    <li>
      <div>
        <Meta>{[step.relation, step.kind].filter(Boolean).join(' · ')}</Meta>
      </div>
      <div>{step.label}</div>
      {evidence && <Meta>{t('article.restBasedOn', { evidence })}</Meta>}
    </li>
  );
}
