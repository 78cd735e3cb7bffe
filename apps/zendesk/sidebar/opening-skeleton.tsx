import { Skeleton } from '@zendeskgarden/react-loaders';
import { Card, SectionBox, Stack } from './styles.ts';

/** The shape of what is coming, so that nothing jumps when it is there. */
export const OpeningSkeleton = () => (
  <Stack $gap={12} aria-hidden data-testid="loading">
    <SectionBox>
      <Skeleton width="30%" />
      <Skeleton />
      <Skeleton width="80%" />
    </SectionBox>
    <SectionBox>
      <Skeleton width="25%" />
      {[0, 1].map((n) => (
        <Card key={n}>
          <Skeleton width="70%" />
          <Skeleton width="45%" />
        </Card>
      ))}
    </SectionBox>
  </Stack>
);
