import { Flex, Heading, Link, Text, Tile } from '@hubspot/ui-extensions';
import { useCard } from './card-context.ts';

const SHOWN = 3;
/** HubSpot's own number for tickets among its objects. */
const TICKETS = '0-5';

/** Tickets like this one, and what solved them; empty unless everyone in the portal may read all tickets. */
export function SimilarTickets() {
  const { view, portalId, t } = useCard();
  if (view.similar.length === 0) return null;
  return (
    <Flex direction="column" gap="xs">
      <Heading>{t('similar')}</Heading>
      {view.similar.slice(0, SHOWN).map((ticket) => (
        <Tile key={ticket.id} compact={true} testId={`similar-${ticket.id}`}>
          <Link href={{ url: `https://app.hubspot.com/contacts/${portalId}/record/${TICKETS}/${encodeURIComponent(ticket.id)}`, external: true }}>
            {ticket.subject || ticket.id}
          </Link>
          {ticket.resolution && <Text>{ticket.resolution}</Text>}
          <Text variant="microcopy">{[ticket.likeness, ticket.solved].filter(Boolean).join(' · ')}</Text>
        </Tile>
      ))}
    </Flex>
  );
}
