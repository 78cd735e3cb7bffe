import { type ReactNode, useId } from 'react';
import { Heading, SectionBox } from './styles.ts';

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <SectionBox aria-labelledby={id}>
      <Heading id={id}>{title}</Heading>
      {children}
    </SectionBox>
  );
}
