/** The documents of an installation, page by page, with a digest of exactly what was read. */
import { createHash } from 'node:crypto';
import type { CommentDocument, DocumentKind, DocumentOf, RatingDocument, TicketDocument } from '#shared/knowledge';
import { isHeldBack } from '../../governance/held-back.ts';
import type { InstallationRecord, KnowledgeRecord } from '../../ports.ts';
import { joinTicketParts } from '../collect/join-ticket-parts.ts';

/** `pause` lets others in between two pages: an isolate is one thread. Answers the digest, as `KnowledgeRecord.digests` makes it. */
export async function eachDocument<K extends DocumentKind>(
  record: Pick<InstallationRecord, 'documents'>,
  kind: K,
  visit: (documents: DocumentOf[K][]) => void | Promise<void>,
): Promise<string> {
  const sum = createHash('sha256');
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<InstallationRecord['documents']>> = await record.documents(kind, after);
    const documents = page.documents.map((json) => JSON.parse(json) as DocumentOf[K]);
    for (const [i, { id }] of documents.entries()) sum.update(`${id}\n${page.hashes[i] ?? ''}\n`);
    await visit(documents);
    after = page.next;
  } while (after !== null);
  return sum.digest('hex');
}

export async function allDocuments<K extends DocumentKind>(record: Pick<InstallationRecord, 'documents'>, kind: K): Promise<DocumentOf[K][]> {
  const all: DocumentOf[K][] = [];
  await eachDocument(record, kind, (documents) => {
    for (const document of documents) all.push(document);
  });
  return all;
}

/** Tickets to learn from, with the comments and ratings that were handed over apart from them; the digest is of all. */
export function eachTicket(
  record: Pick<InstallationRecord, 'documents'> & Pick<KnowledgeRecord, 'ticketParts'>,
  visit: (tickets: TicketDocument[]) => void | Promise<void>,
): Promise<string> {
  return eachDocument(record, 'ticket', async (all) => {
    const tickets = all.filter(({ id }) => !isHeldBack(id));
    const parts = await record.ticketParts(tickets.map(({ id }) => id));
    if (parts.comments.length + parts.ratings.length === 0) return visit(tickets);
    const comments = parts.comments.map((json) => JSON.parse(json) as CommentDocument);
    const ratings = parts.ratings.map((json) => JSON.parse(json) as RatingDocument);
    return visit(joinTicketParts(tickets, { comments, ratings }));
  });
}
