import { Anchor, Button } from '@zendeskgarden/react-buttons';
import LockIcon from '@zendeskgarden/svg-icons/src/12/lock-locked-stroke.svg?icon';
import type { KeyboardEvent } from 'react';
import styled from 'styled-components';
import { presentVisibility, safeUrl } from '../../panel/present-article.ts';
import { markQuote } from '../../panel/present-draft.ts';
import { usePassage } from '../../panel/use-suggestion.ts';
import { useSidebar } from './sidebar-context.ts';
import { Badge, color, Meta, Notice, Row, Strong } from './styles.ts';

const Text = styled.div`
  white-space: pre-line; font-size: 13px; line-height: 18px;
  & > mark { background: ${color('background.warning')}; color: inherit; border-radius: 2px; }
`;

type Props = { id: string; domId?: string; title: string; url: string | null; quote?: string; restricted?: string | null; onClose: () => void };

/** One passage of a source, in place. The cited words are there at once; the whole follows. */
export function Passage({ id, domId, title, url, quote = '', restricted = null, onClose }: Props) {
  const { passages, words, t } = useSidebar();
  const state = usePassage(passages, id);
  const passage = state.status === 'ready' ? state.passage : null;
  const mark = restricted ?? (passage ? presentVisibility(passage.visibility, words) : null);
  const link = url ?? safeUrl(passage?.url ?? null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <Notice as="section" $tone="plain" id={domId} data-testid="passage" aria-label={t('passage', { title })} onKeyDown={onKeyDown}>
      <Row $gap={6}>
        <Strong>{passage?.title ?? title}</Strong>
        {mark && (
          <Badge>
            <LockIcon />
            {mark}
          </Badge>
        )}
      </Row>
      {passage && passage.headings.length > 0 && <Meta>{passage.headings.join(' › ')}</Meta>}
      <Text dir="auto">{passage ? <Marked text={passage.text} quote={quote} /> : quote}</Text>
      {state.status === 'loading' && <Meta role="status">{t('passage.loading')}</Meta>}
      {state.status === 'error' && (
        <Meta role="alert">
          {quote ? t('passage.failed') : (state.problem.message ?? t('problem.unknownHint'))}{' '}
          <Button isLink size="small" onClick={() => void passages.load(id)}>
            {t('retry')}
          </Button>
        </Meta>
      )}
      <Row $gap={12}>
        {link && (
          <Anchor href={link} target="_blank" rel="noopener noreferrer">
            {t('passage.open')}
          </Anchor>
        )}
        <Button isLink onClick={onClose}>
          {t('passage.close')}
        </Button>
      </Row>
    </Notice>
  );
}

function Marked({ text, quote }: { text: string; quote: string }) {
  const parts = markQuote(text, quote);
  if (!parts) return <>{text}</>;
  return (
    <>
      {parts.before}
      <mark>{parts.quoted}</mark>
      {parts.after}
    </>
  );
}
