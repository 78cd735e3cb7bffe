/** The few shapes the sidebar is built of, in Garden's own colours and measures. */
import { focusStyles, getColor } from '@zendeskgarden/react-theming';
import styled, { createGlobalStyle, css, type DefaultTheme } from 'styled-components';

type Themed = { theme: DefaultTheme };

/** A colour variable of Garden, such as `foreground.subtle`, for light or dark as the theme says. */
export const color =
  (variable: string) =>
  ({ theme }: Themed) =>
    getColor({ theme, variable });

export const GlobalStyle = createGlobalStyle<object>`
  *, *::before, *::after { box-sizing: border-box; }
  html { background: ${color('background.default')}; color-scheme: ${({ theme }) => theme.colors.base}; }
  body { margin: 0; font: 14px/20px ${({ theme }) => theme.fonts.system}; color: ${color('foreground.default')}; overflow-wrap: anywhere; }
  h1, h2, h3, p, ul, ol { margin: 0; padding: 0; font: inherit; }
  ul, ol { list-style: none; }
`;

export const visuallyHidden = css`
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
`;
export const Hidden = styled.span`${visuallyHidden}`;
export const HiddenTitle = styled.h1`${visuallyHidden}`;

export const Main = styled.main`
  display: flex; flex-direction: column; gap: 12px; padding: 8px 12px 12px; max-width: 720px;
`;
export const Stack = styled.div<{ $gap?: number }>`
  display: flex; flex-direction: column; gap: ${({ $gap = 8 }) => $gap}px; min-width: 0;
`;
export const Row = styled.div<{ $gap?: number }>`
  display: flex; flex-wrap: wrap; align-items: center; gap: ${({ $gap = 4 }) => $gap}px; min-width: 0;
`;
export const SectionBox = styled.section`
  display: flex; flex-direction: column; gap: 6px; padding-top: 8px; border-top: 1px solid ${color('border.subtle')};
`;
export const Heading = styled.h2`
  && { font-size: 12px; line-height: 16px; font-weight: 600; color: ${color('foreground.subtle')}; }
`;
export const Strong = styled.strong`font-weight: 600;`;
export const Meta = styled.span`
  font-size: 12px; line-height: 16px; color: ${color('foreground.subtle')};
`;
/** Names a row of buttons on a line of its own: beside them it leaves a narrow sidebar room for one. */
export const RowLabel = styled(Meta)`flex-basis: 100%;`;
export const Card = styled.div`
  display: flex; flex-direction: column; gap: 4px; padding: 8px 10px; border: 1px solid ${color('border.default')}; border-radius: 4px; background: ${color('background.raised')};
`;

const tones = {
  danger: css`background: ${color('background.danger')}; border-color: ${color('border.danger')};`,
  warning: css`background: ${color('background.warning')}; border-color: ${color('border.warning')};`,
  plain: css`background: ${color('background.subtle')}; border-color: ${color('border.default')};`,
};
export type Tone = keyof typeof tones;

/** A box that wants to be seen, quietly or not. */
export const Notice = styled.div<{ $tone: Tone }>`
  display: flex; flex-direction: column; gap: 6px; padding: 8px 10px; border: 1px solid; border-radius: 4px; ${({ $tone }) => tones[$tone]}
`;
export const ToneText = styled.span<{ $tone: 'danger' | 'warning' | 'success' | 'subtle' }>`
  color: ${({ $tone, theme }) => getColor({ theme, variable: `foreground.${$tone}` })};
`;
export const IconRow = styled.div`
  display: flex; gap: 6px; align-items: flex-start; min-width: 0;
  & > svg { flex: none; margin-top: 2px; }
`;

/** A native disclosure: keyboard and screen readers know it without help. */
export const Details = styled.details`
  & > summary {
    display: flex; align-items: flex-start; gap: 4px; min-height: 24px; padding: 2px 0; cursor: pointer; list-style: none; border-radius: 4px;
    font-size: 12px; line-height: 20px; color: ${color('foreground.subtle')};
    ${({ theme }) => focusStyles({ theme })}
  }
  & > summary::-webkit-details-marker { display: none; }
  & > summary:hover { color: ${color('foreground.default')}; }
  & > summary > svg:first-child { flex: none; width: 12px; height: 12px; margin-top: 4px; transition: transform 0.1s; }
  &[open] > summary > svg:first-child { transform: rotate(90deg); }
  @media (prefers-reduced-motion: reduce) { & > summary > svg:first-child { transition: none; } }
`;
export const Bullets = styled.ul`
  display: flex; flex-direction: column; gap: 2px; font-size: 12px; line-height: 16px;
  & > li { padding-left: 12px; position: relative; }
  & > li::before { content: ''; position: absolute; left: 3px; top: 7px; width: 3px; height: 3px; border-radius: 50%; background: currentColor; }
`;
/** Running text that is read second. */
export const Small = styled.p`
  && { font-size: 13px; line-height: 18px; }
`;
export const Badge = styled.span`
  display: inline-flex; align-items: center; gap: 3px; padding: 0 6px; border-radius: 8px; font-size: 11px; line-height: 16px; font-weight: 600; white-space: nowrap;
  background: ${color('background.warning')}; color: ${color('foreground.warningEmphasis')};
  & > svg { width: 10px; height: 10px; }
`;
/** A button that looks like text, with a target of at least 24 pixels. */
export const TextButton = styled.button<{ $strong?: boolean }>`
  appearance: none; border: 0; padding: 2px 0; min-height: 24px; background: none; font: inherit; font-size: ${({ $strong }) => ($strong ? '13px' : '12px')};
  font-weight: ${({ $strong }) => ($strong ? 600 : 400)}; text-align: left; cursor: pointer; border-radius: 4px;
  color: ${color('foreground.primary')};
  &:hover { text-decoration: underline; }
  ${({ theme }) => focusStyles({ theme })}
`;
