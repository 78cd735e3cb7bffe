import { Button } from '@zendeskgarden/react-buttons';
import WarningIcon from '@zendeskgarden/svg-icons/src/16/alert-warning-stroke.svg?icon';
import InfoIcon from '@zendeskgarden/svg-icons/src/16/info-stroke.svg?icon';
import ReloadIcon from '@zendeskgarden/svg-icons/src/16/reload-stroke.svg?icon';
import type { ReactNode } from 'react';
import { Disclosure } from './disclosure.tsx';
import { ProblemBox } from './problem-box.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Bullets, IconRow, Meta, Notice, Stack, Strong, ToneText } from './styles.ts';

/** Above everything: what keeps the panel from doing its job in full. */
export function Notices() {
  const { state, store, t } = useSidebar();
  if (state.sessionEnded) {
    return <ProblemBox problem={{ code: 'token_expired', message: null, action: 'reload', reference: null }} onRetry={() => undefined} />;
  }
  return (
    <>
      {state.opening.status === 'error' && <ProblemBox problem={state.opening.problem} onRetry={() => void store.open()} />}
      {state.outdated && state.draft.status !== 'streaming' && (
        <Notice $tone="plain" role="status">
          <IconRow>
            <ReloadIcon />
            <Stack $gap={4}>
              <span>{t('outdated')}</span>
              <div>
                <Button size="small" onClick={() => void store.open()}>
                  {t('outdated.refresh')}
                </Button>
              </div>
            </Stack>
          </IconRow>
        </Notice>
      )}
      <Degraded />
    </>
  );
}

/** One line with what is missing; the consequences behind it. */
function Degraded() {
  const { view, t } = useSidebar();
  if (view.degraded.length === 0) return null;
  const parts = [...new Set(view.degraded.map((part) => part.title))].join(', ');
  return (
    <Notice $tone="warning" data-testid="degraded">
      <Disclosure label={t('degraded.some', { parts })}>
        <Bullets>
          {view.degraded.map((part) => (
            <li key={part.key}>{part.message}</li>
          ))}
        </Bullets>
      </Disclosure>
    </Notice>
  );
}

/** What triage warns of, the heaviest first. */
export function Flags() {
  const { view, t } = useSidebar();
  if (view.flags.length === 0) return null;
  return (
    <Stack as="ul" $gap={4} aria-label={t('flags')}>
      {view.flags.map((flag) => (
        <IconRow as="li" key={flag.key}>
          <ToneText
            as={flag.severity === 'info' ? InfoIcon : WarningIcon}
            $tone={flag.severity === 'critical' ? 'danger' : flag.severity === 'warning' ? 'warning' : 'subtle'}
            aria-hidden={false}
            role="img"
            aria-label={flag.severityLabel}
          />
          <FlagText severity={flag.severity}>{flag.message}</FlagText>
        </IconRow>
      ))}
    </Stack>
  );
}

function FlagText({ severity, children }: { severity: 'critical' | 'warning' | 'info'; children: ReactNode }) {
  if (severity === 'critical') return <Strong>{children}</Strong>;
  return severity === 'warning' ? <span>{children}</span> : <Meta>{children}</Meta>;
}
