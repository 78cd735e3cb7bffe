import { Button } from '@zendeskgarden/react-buttons';
import ErrorIcon from '@zendeskgarden/svg-icons/src/16/alert-error-stroke.svg?icon';
import { presentProblem } from '../../panel/present-suggestion.ts';
import type { Problem } from '../../panel/problem.ts';
import { useSidebar } from './sidebar-context.ts';
import { IconRow, Meta, Notice, Stack, Strong, ToneText } from './styles.ts';

/** A failure: what went wrong, what to do, and a button that does it where one can. */
export function ProblemBox({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const { t, words } = useSidebar();
  const view = presentProblem(problem, words);
  return (
    <Notice $tone="danger" role="alert">
      <IconRow>
        <ToneText $tone="danger" as={ErrorIcon} />
        <Stack $gap={2}>
          <Strong>{view.title}</Strong>
          <span>{view.text}</span>
          {view.reference && <Meta>{t('reference', { id: view.reference })}</Meta>}
        </Stack>
      </IconRow>
      {view.action === 'retry' && (
        <div>
          <Button size="small" onClick={onRetry}>
            {t('retry')}
          </Button>
        </div>
      )}
    </Notice>
  );
}
