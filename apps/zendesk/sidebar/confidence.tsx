import styled from 'styled-components';
import { Disclosure } from './disclosure.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Bullets, color, Notice, Stack, Strong } from './styles.ts';

const dots = { high: 'background.successEmphasis', medium: 'background.warningEmphasis', low: 'background.dangerEmphasis' } as const;

const Dot = styled.span<{ $level: keyof typeof dots }>`
  display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 50%;
  background: ${({ $level, theme }) => color(dots[$level])({ theme })};
`;

/** How sure the answer is, in words; why, behind it. */
export function ConfidenceLine() {
  const { view, state } = useSidebar();
  if (!view.confidence) return null;
  const { level, label, reasons } = view.confidence;
  const answered = state.decision?.outcome === 'answer';
  const all = answered ? [...reasons, ...view.reasons.map((reason) => reason.message)] : reasons;
  return (
    <Disclosure
      testId="confidence"
      label={
        <>
          {level && <Dot $level={level} />}
          {label}
        </>
      }
    >
      <Bullets>
        {[...new Set(all)].filter(Boolean).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </Bullets>
    </Disclosure>
  );
}

/** Why there is no plain answer: what must be asked, or why nothing safe can be said. */
export function OutcomeNote() {
  const { view, state } = useSidebar();
  const outcome = state.decision?.outcome;
  if ((outcome !== 'clarify' && outcome !== 'abstain') || view.reasons.length === 0) return null;
  return (
    <Notice $tone="plain">
      {view.reasons.map((reason) => (
        <Stack $gap={0} key={reason.key}>
          <Strong>{reason.title}</Strong>
          <span>{reason.message}</span>
        </Stack>
      ))}
    </Notice>
  );
}
