import { Button } from '@zendeskgarden/react-buttons';
import { Dots } from '@zendeskgarden/react-loaders';
import { useRef } from 'react';
import styled from 'styled-components';
import { Assistant } from './assistant.tsx';
import { ConfidenceLine, OutcomeNote } from './confidence.tsx';
import { Disclosure } from './disclosure.tsx';
import { DraftActions } from './draft-actions.tsx';
import { DraftText } from './draft-text.tsx';
import { ProblemBox } from './problem-box.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Bullets, color, Heading, Meta, Stack } from './styles.ts';

const Head = styled.div`
  display: flex; align-items: center; justify-content: space-between; gap: 8px;
  & > h2:only-child { display: none; }
`;
const Draft = styled.div`
  &:empty { display: none; }
  &[data-state='streaming'], &[data-state='done'], &[data-state='error']:not(:empty) {
    padding: 8px 10px; border: 1px solid ${color('border.default')}; border-radius: 4px; background: ${color('background.raised')};
  }
  & > div { display: flex; flex-direction: column; gap: 8px; }
`;

/** The button, what came of it, and what can be done with that. */
export function ReplySection() {
  const { state, store, view, t } = useSidebar();
  const draftRef = useRef<HTMLDivElement>(null);
  const { draft } = state;
  const streaming = draft.status === 'streaming';
  const done = draft.status === 'done';
  return (
    <Stack as="section" aria-label={t('reply')}>
      <Head>
        {done && <Heading>{t('reply')}</Heading>}
        <Button
          key="suggest"
          data-testid="suggest-reply"
          size="small"
          isBasic={done}
          isPrimary={!done && !view.mustEscalate}
          isStretched={!done}
          aria-disabled={streaming || state.sessionEnded}
          onClick={() => {
            if (!streaming && !state.sessionEnded) void store.suggest();
          }}
        >
          {t('suggest')}
        </Button>
      </Head>
      <ConfidenceLine />
      <OutcomeNote />
      <Draft
        ref={draftRef}
        data-testid="draft"
        data-state={draft.status}
        dir="auto"
        lang={draft.status === 'done' ? draft.draft.language : undefined}
        aria-busy={streaming}
      >
        {view.blocks.length > 0 && <DraftText blocks={view.blocks} />}
        {streaming && (
          <Meta>
            <Dots size={16} delayMS={0} aria-label={t('writing')} /> {view.blocks.length === 0 && t('writing')}
          </Meta>
        )}
        {done && view.blocks.length === 0 && <Meta>{t('draft.empty')}</Meta>}
      </Draft>
      {draft.status === 'error' && (
        <>
          {view.blocks.length > 0 && <Meta>{t('draft.partial')}</Meta>}
          {!state.sessionEnded && <ProblemBox problem={draft.problem} onRetry={() => void store.retry()} />}
        </>
      )}
      {done && view.blocks.length > 0 && <DraftActions draftRef={draftRef} />}
      {done && <Origin />}
      {state.opening.status === 'ready' && <Assistant />}
    </Stack>
  );
}

/** Who wrote it, and what was taken out. */
function Origin() {
  const { state, view, t } = useSidebar();
  if (!view.origin) return null;
  const prepared = state.draft.status === 'done' && state.draft.prepared;
  return (
    <Disclosure label={t('draft.origin')}>
      <Bullets>
        <li>{view.origin.writer}</li>
        {prepared && <li>{t('reply.prepared')}</li>}
        {view.origin.removed.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {state.evidence && <li>{t('provenance', { release: state.evidence.releaseId, trace: state.evidence.traceId })}</li>}
      </Bullets>
    </Disclosure>
  );
}
