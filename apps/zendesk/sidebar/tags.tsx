import { focusStyles } from '@zendeskgarden/react-theming';
import CheckIcon from '@zendeskgarden/svg-icons/src/12/check-lg-stroke.svg?icon';
import PlusIcon from '@zendeskgarden/svg-icons/src/12/plus-stroke.svg?icon';
import styled from 'styled-components';
import type { TagView } from '../../panel/present-suggestion.ts';
import { Section } from './section.tsx';
import { useSidebar } from './sidebar-context.ts';
import { color, Row, ToneText } from './styles.ts';

const Chip = styled.button`
  appearance: none; display: inline-flex; align-items: center; gap: 4px; min-height: 24px; padding: 1px 8px; border: 1px solid ${color('border.emphasis')}; border-radius: 12px;
  background: ${color('background.default')}; color: ${color('foreground.default')}; font: inherit; font-size: 12px; line-height: 16px; text-align: left; cursor: pointer;
  &:hover:not([aria-pressed='true']) { border-color: ${color('border.primaryEmphasis')}; color: ${color('foreground.primary')}; }
  &[aria-pressed='true'] { background: ${color('background.subtle')}; border-color: ${color('border.default')}; color: ${color('foreground.subtle')}; cursor: default; }
  & > svg { flex: none; width: 10px; height: 10px; }
  ${({ theme }) => focusStyles({ theme })}
`;

/** Tags that triage proposes; one click puts one into the agent's form. */
export function Tags() {
  const { view, t } = useSidebar();
  if (view.tags.length === 0) return null;
  const failed = view.tags.filter((tag) => tag.state === 'failed');
  return (
    <Section title={t('tags')}>
      <Row>
        {view.tags.map((tag) => (
          <TagChip key={tag.tag} tag={tag} />
        ))}
      </Row>
      <div role="status">
        {failed.map(({ tag }) => (
          <ToneText key={tag} $tone="danger">
            {t('tags.failed', { tag })}
          </ToneText>
        ))}
      </div>
    </Section>
  );
}

function TagChip({ tag: { tag, state, reasons } }: { tag: TagView }) {
  const { store, t } = useSidebar();
  const present = state === 'present';
  const busy = state === 'adding';
  return (
    <Chip
      type="button"
      data-testid="tag-suggestion"
      aria-label={present ? tag : t(busy ? 'tags.adding' : 'tags.add', { tag })}
      aria-pressed={present}
      aria-disabled={present || busy}
      title={present ? t('tags.present') : reasons.join('\n')}
      onClick={() => {
        if (!present && !busy) void store.addTag(tag);
      }}
    >
      {present ? <CheckIcon /> : <PlusIcon />}
      {tag}
    </Chip>
  );
}
