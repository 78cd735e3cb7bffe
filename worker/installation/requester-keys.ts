/** One key a requester. What is kept of a person lies under theirs alone, so that deleting it erases everything at once. */
import { eq, inArray } from 'drizzle-orm';
import type { Database } from './database.ts';
import { requesterKeys, requesterNames } from './governance-tables.ts';
import { newKey, open, seal } from './sealed.ts';
import type { SecretBox } from './secrets.ts';

export type RequesterRef = { id?: string | null | undefined; email?: string | null | undefined };

const TABLE = 'requester_keys';

/** Pseudonyms of the id and the address; empty for a requester of whom nothing is known. */
const namesOf = (secrets: SecretBox, { id, email }: RequesterRef): string[] => [
  ...(id ? [secrets.pseudonym(`id:${id}`)] : []),
  ...(email ? [secrets.pseudonym(`email:${email.trim().toLowerCase()}`)] : []),
];

/** Whose key a ticket's content lies under; a ticket without a requester has one of its own. */
export function requesterOf(db: Database, secrets: SecretBox, who: RequesterRef | null, ticketId: string): string {
  const given = namesOf(secrets, who ?? {});
  const names = given.length > 0 ? given : [secrets.pseudonym(`ticket:${ticketId}`)];
  const known = db.select({ requester: requesterNames.requester }).from(requesterNames).where(inArray(requesterNames.name, names)).limit(1).get();
  const requester = known?.requester ?? names[0] ?? '';
  db.insert(requesterNames)
    .values(names.map((name) => ({ name, requester })))
    .onConflictDoNothing()
    .run();
  return requester;
}

/** Everyone who goes by one of these names, by a name of theirs, and so on: one person under all their keys. */
export function samePerson(db: Database, secrets: SecretBox, who: RequesterRef): { names: string[]; requesters: string[] } {
  const names = new Set(namesOf(secrets, who));
  const requesters = new Set<string>();
  for (let before = -1; before !== names.size + requesters.size; ) {
    before = names.size + requesters.size;
    for (const name of names) for (const row of db.select().from(requesterNames).where(eq(requesterNames.name, name)).all()) requesters.add(row.requester);
    for (const requester of requesters)
      for (const row of db.select().from(requesterNames).where(eq(requesterNames.requester, requester)).all()) names.add(row.name);
  }
  return { names: [...names], requesters: [...requesters] };
}

export function sealFor(db: Database, secrets: SecretBox, requester: string, text: string, place: string): string {
  return seal(keyOf(db, secrets, requester) ?? addKey(db, secrets, requester), text, place);
}

/** Null when the key was deleted. Throws when the text was altered or moved. */
export function openFor(db: Database, secrets: SecretBox, requester: string, sealed: string, place: string): string | null {
  const key = keyOf(db, secrets, requester);
  return key && open(key, sealed, place).toString('utf8');
}

export function deleteKeys(db: Database, requesters: readonly string[]): void {
  for (const requester of requesters) {
    db.delete(requesterKeys).where(eq(requesterKeys.requester, requester)).run();
    db.delete(requesterNames).where(eq(requesterNames.requester, requester)).run();
  }
}

function keyOf(db: Database, secrets: SecretBox, requester: string): Buffer | null {
  const row = db.select().from(requesterKeys).where(eq(requesterKeys.requester, requester)).get();
  return row ? secrets.unwrap(row.keyVersion, row.wrapped, TABLE, requester) : null;
}

function addKey(db: Database, secrets: SecretBox, requester: string): Buffer {
  const key = newKey();
  const keyVersion = secrets.currentVersion();
  db.insert(requesterKeys)
    .values({ requester, keyVersion, wrapped: secrets.wrap(keyVersion, key, TABLE, requester) })
    .run();
  return key;
}
