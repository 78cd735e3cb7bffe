import ChevronIcon from '@zendeskgarden/svg-icons/src/12/chevron-right-stroke.svg?icon';
import type { ReactNode } from 'react';
import { Details } from './styles.ts';

type Props = { label: ReactNode; children: ReactNode; testId?: string; open?: boolean };

/** What is closed until somebody wants it. */
export const Disclosure = ({ label, children, testId, open }: Props) => (
  <Details data-testid={testId} open={open}>
    <summary>
      <ChevronIcon />
      <span>{label}</span>
    </summary>
    {children}
  </Details>
);
