import { useState } from 'react';
import type { SimilarView } from '../../panel/present-article.ts';
import { Section } from './section.tsx';
import { useSidebar } from './sidebar-context.ts';
import { Card, Meta, Small, Stack, TextButton } from './styles.ts';

const shownTickets = 3;

/** Tickets like this one, and what solved them. */
export function SimilarTickets() {
  const { view, t } = useSidebar();
  const [all, setAll] = useState(false);
  if (view.similar.length === 0) return null;
  const rest = view.similar.length - shownTickets;
  return (
    <Section title={t('similar')}>
      <Stack as="ul" $gap={6}>
        {view.similar.slice(0, all ? undefined : shownTickets).map((ticket) => (
          <li key={ticket.id}>
            <SimilarTicket ticket={ticket} />
          </li>
        ))}
      </Stack>
      {rest > 0 && !all && <TextButton onClick={() => setAll(true)}>{t.plural('articles.more', rest)}</TextButton>}
    </Section>
  );
}

function SimilarTicket({ ticket }: { ticket: SimilarView }) {
  const { host, t } = useSidebar();
  const open = () => void host.openTicket(ticket.id).catch(() => host.notify(t('problem.host'), 'alert'));
  return (
    <Card data-testid="similar-ticket">
      <TextButton $strong onClick={open} title={t('similar.open', { id: ticket.id })}>
        {ticket.subject || t('similar.open', { id: ticket.id })}
      </TextButton>
      {ticket.resolution && <Small dir="auto">{ticket.resolution}</Small>}
      <Meta title={ticket.exact ?? undefined}>{[ticket.likeness, ticket.solved].filter(Boolean).join(' · ')}</Meta>
    </Card>
  );
}
