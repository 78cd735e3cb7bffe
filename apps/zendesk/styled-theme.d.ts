import type { IGardenTheme } from '@zendeskgarden/react-theming';
import 'styled-components';

declare module 'styled-components' {
  /** Every styled component here stands under Garden's provider. */
  export interface DefaultTheme extends IGardenTheme {}
}
