import { DEFAULT_THEME, ThemeProvider } from '@zendeskgarden/react-theming';
import { GlobalStyle, Main, Stack, Strong } from './styles.ts';

/** All that can be said when there is no ticket to stand beside. */
export const PlainPage = ({ title, text }: { title: string; text: string }) => (
  <ThemeProvider theme={DEFAULT_THEME}>
    <GlobalStyle />
    <Main>
      <Stack $gap={4}>
        <Strong as="h1">{title}</Strong>
        <p>{text}</p>
      </Stack>
    </Main>
  </ThemeProvider>
);
