import { focusStyles } from '@zendeskgarden/react-theming';
import LockIcon from '@zendeskgarden/svg-icons/src/12/lock-locked-stroke.svg?icon';
import { Fragment, type KeyboardEvent, useId, useRef, useState } from 'react';
import styled from 'styled-components';
import type { CitationView, DraftBlock, SentenceView } from '../../panel/present-draft.ts';
import { Passage } from './passage.tsx';
import { useSidebar } from './sidebar-context.ts';
import { color } from './styles.ts';

const Steps = styled.ol`
  && { display: flex; flex-direction: column; gap: 4px; padding-left: 20px; list-style: decimal; }
`;
const Cite = styled.button`
  appearance: none; display: inline-flex; align-items: center; justify-content: center; gap: 2px; min-width: 20px; height: 18px; margin: 0 0 0 3px; padding: 0 5px;
  border: 1px solid ${color('border.default')}; border-radius: 9px; background: ${color('background.subtle')}; color: ${color('foreground.primary')};
  font: 600 11px/16px inherit; font-family: inherit; vertical-align: 1px; cursor: pointer; user-select: none;
  &:hover, &[aria-expanded='true'] { border-color: ${color('border.primaryEmphasis')}; }
  & > svg { width: 9px; height: 9px; }
  ${({ theme }) => focusStyles({ theme })}
`;

/** The closing has lines of its own. */
const Paragraph = styled.p`
  white-space: pre-line;
`;

const Kept = styled.span<{ $keep: boolean }>`
  white-space: ${({ $keep }) => ($keep ? 'nowrap' : 'normal')};
`;

type Open = { key: string; citation: CitationView };

/** The draft's sentences with their citations; a citation opens its passage under the sentence's block. Text only. */
export function DraftText({ blocks }: { blocks: DraftBlock[] }) {
  const [open, setOpen] = useState<Open | null>(null);
  const opener = useRef<HTMLButtonElement | null>(null);
  const passageId = useId();
  const close = () => {
    setOpen(null);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) close();
  };
  const sentence = (view: SentenceView) => (
    <Sentence
      view={view}
      openKey={open?.key ?? null}
      passageId={passageId}
      onToggle={(key, citation, button) => {
        opener.current = button;
        setOpen((now) => (now?.key === key ? null : { key, citation }));
      }}
    />
  );
  const passage = (views: SentenceView[]) =>
    open && views.some((view) => open.key.startsWith(`${view.key}/`)) ? (
      <Passage
        domId={passageId}
        id={open.citation.passageId}
        title={open.citation.title}
        url={open.citation.url}
        quote={open.citation.quote}
        restricted={open.citation.restricted}
        onClose={close}
      />
    ) : null;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the passage from anywhere in the draft; every control inside is a button.
    <div onKeyDown={onKeyDown}>
      {blocks.map((block) =>
        block.kind === 'steps' ? (
          <Steps key={block.key}>
            {block.sentences.map((view) => (
              <li key={view.key}>
                {sentence(view)}
                {passage([view])}
              </li>
            ))}
          </Steps>
        ) : (
          <Fragment key={block.key}>
            <Paragraph>
              {block.sentences.map((view) => (
                <Fragment key={view.key}>{sentence(view)} </Fragment>
              ))}
            </Paragraph>
            {passage(block.sentences)}
          </Fragment>
        ),
      )}
    </div>
  );
}

type SentenceProps = {
  view: SentenceView;
  openKey: string | null;
  passageId: string;
  onToggle: (key: string, citation: CitationView, button: HTMLButtonElement) => void;
};

/** Longer last words may have to break themselves. */
const longestKept = 24;

function Sentence({ view, openKey, passageId, onToggle }: SentenceProps) {
  const { t } = useSidebar();
  const { start, end } = splitLastWord(view.text);
  const keep = view.citations.length > 0 && end.length <= longestKept;
  return (
    <>
      {start}
      <Kept $keep={keep}>
        {end}
        {view.citations.map((citation) => {
          const key = `${view.key}/${citation.n}`;
          const label = t('source', { n: citation.n, title: citation.title });
          return (
            <Cite
              key={key}
              type="button"
              data-testid="citation"
              aria-label={citation.restricted ? `${label}. ${citation.restricted}` : label}
              aria-expanded={openKey === key}
              aria-controls={openKey === key ? passageId : undefined}
              title={citation.title}
              onClick={(event) => onToggle(key, citation, event.currentTarget)}
            >
              {citation.n}
              {citation.restricted && <LockIcon />}
            </Cite>
          );
        })}
      </Kept>
    </>
  );
}

/** The last word stays with its citations, so that no number stands alone on a line. */
function splitLastWord(text: string): { start: string; end: string } {
  const at = text.trimEnd().lastIndexOf(' ') + 1;
  return { start: text.slice(0, at), end: text.slice(at) };
}
