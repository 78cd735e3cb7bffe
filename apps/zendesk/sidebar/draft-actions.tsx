import { Button, IconButton } from '@zendeskgarden/react-buttons';
import CopyIcon from '@zendeskgarden/svg-icons/src/16/copy-stroke.svg?icon';
import ReloadIcon from '@zendeskgarden/svg-icons/src/16/reload-stroke.svg?icon';
import { type RefObject, useEffect, useRef } from 'react';
import type { Insertion } from '../../panel/panel-state.ts';
import { Feedback } from './feedback.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Notice, Row, Stack, ToneText } from './styles.ts';

/** What can be done with a finished draft. */
export function DraftActions({ draftRef }: { draftRef: RefObject<HTMLElement | null> }) {
  const { store, state, host, t } = useSidebar();
  const insertButton = useRef<HTMLButtonElement>(null);
  const { insertion, copied, ticketId } = state;

  useEffect(() => {
    // The agent is looking at another ticket by now; the panel alone would say it to nobody.
    if (insertion.status === 'refused') host.notify(t('insert.refusedNotice', { id: ticketId ?? '' }), 'alert');
  }, [insertion.status, host, t, ticketId]);

  useEffect(() => {
    if (copied === 'failed' && draftRef.current) getSelection()?.selectAllChildren(draftRef.current);
  }, [copied, draftRef]);

  return (
    <Stack $gap={6}>
      <Row>
        <Button
          ref={insertButton}
          data-testid="insert-draft"
          size="small"
          isPrimary={state.decision?.outcome !== 'escalate'}
          onClick={() => void store.insert()}
          aria-disabled={insertion.status === 'working'}
        >
          {t('insert')}
        </Button>
        <IconButton data-testid="copy-draft" size="small" aria-label={t('copy')} title={t('copy')} onClick={() => void store.copy()}>
          <CopyIcon />
        </IconButton>
        <IconButton data-testid="regenerate" size="small" aria-label={t('regenerate')} title={t('regenerate')} onClick={() => void store.regenerate()}>
          <ReloadIcon />
        </IconButton>
        <Feedback />
      </Row>
      {insertion.status === 'choose' && <InsertChoice onDone={() => insertButton.current?.focus()} />}
      <div role="status">
        <InsertResult insertion={insertion} />
        {copied !== 'no' && <ToneText $tone={copied === 'yes' ? 'success' : 'warning'}>{t(copied === 'yes' ? 'copy.done' : 'copy.failed')}</ToneText>}
      </div>
    </Stack>
  );
}

function InsertResult({ insertion }: { insertion: Insertion }) {
  const { t } = useSidebar();
  if (insertion.status === 'inserted') return <ToneText $tone="success">{t('insert.done')}</ToneText>;
  if (insertion.status === 'refused') return <ToneText $tone="danger">{t('insert.refused')}</ToneText>;
  if (insertion.status === 'failed') return <ToneText $tone="danger">{t('insert.failed')}</ToneText>;
  return null;
}

/** The composer holds text already. The first choice loses nothing. */
function InsertChoice({ onDone }: { onDone: () => void }) {
  const { store, t } = useSidebar();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const choose = (act: () => unknown) => () => {
    void act();
    onDone();
  };
  return (
    <Notice
      $tone="warning"
      role="group"
      aria-label={t('insert.choose')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') choose(store.cancelInsert)();
      }}
    >
      <span>{t('insert.choose')}</span>
      <Row>
        <Button ref={first} size="small" onClick={choose(() => store.insert('append'))}>
          {t('insert.append')}
        </Button>
        <Button size="small" onClick={choose(() => store.insert('replace'))}>
          {t('insert.replace')}
        </Button>
        <Button size="small" isBasic onClick={choose(store.cancelInsert)}>
          {t('insert.cancel')}
        </Button>
      </Row>
    </Notice>
  );
}
