import { hubspot } from '@hubspot/ui-extensions';
import { Card } from './card.tsx';
import type { Platform } from './card-context.ts';

hubspot.extend<'helpdesk.sidebar'>(({ context, actions }) => (
  <Card ticketId={String(context.crm.objectId)} portalId={context.portal.id} locale={context.user.locale} actions={actions as unknown as Platform} />
));
