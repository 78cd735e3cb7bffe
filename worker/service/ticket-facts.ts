/** Facts for an account's own ticket fields: said in the ticket, and by one value only, or known with confidence. */
import type { Suggestion } from '#shared/suggestion';
import type { Ticket } from '#shared/ticket';

export type TicketFacts = { product: string | null; version: string | null; orderNumber: string | null };

/** A product that triage is less sure of than this is left to the agent. */
const SURE = 0.7;

/** A word for an order in six languages, then a mark or a space, then a number of four digits or more, letters and dashes allowed. */
const ORDER =
  /(?:\border|bestell(?:ung|nummer|nr)|auftrag(?:snummer)?|commande|pedido|encomenda|注文(?:番号)?)\s*(?:number|no\.?|nr\.?|num[eé]ro|n[uú]mero|n[º°]|id)?\s*[:#]?\s*#?((?:[A-Z]{1,6}-?)?\d[\d-]{3,18}\d)\b/giu;
const VERSION = /\b(?:version|versión|versão|v\.?|バージョン)\s*[:#]?\s*(\d{1,4}(?:\.\d{1,5}){1,3})\b/giu;

export function factsOf(ticket: Ticket, { triage }: Pick<Suggestion, 'triage'>): TicketFacts {
  const said = [ticket.subject, ...ticket.messages.filter((m) => m.role === 'requester').map((m) => m.text)].join('\n');
  const product = triage?.product;
  return {
    product: product?.value && product.confidence >= SURE ? product.value : null,
    version: only(said, VERSION),
    orderNumber: only(said, ORDER),
  };
}

/** Two different numbers are a question for a person. */
function only(text: string, pattern: RegExp): string | null {
  const found = new Set(Array.from(text.slice(0, 20_000).matchAll(pattern), (match) => match[1]?.toUpperCase() ?? ''));
  const [value = ''] = found;
  return found.size === 1 && value !== '' ? value : null;
}
