/** What the host needs of the desk around it. */
import type { Customer } from '#shared/ticket';
import type { DeskComment, DeskUser, Named, TicketStatus } from '../../wire.ts';

export type ComposerType = 'publicReply' | 'internalNote';

/** The ticket as it stands in the agent's form: saved values with unsaved changes over them. */
export type FormTicket = {
  id: number;
  subject: string;
  description: string;
  status: TicketStatus;
  priority: string | null;
  type: string | null;
  tags: readonly string[];
  groupId: number | null;
  assigneeId: number | null;
  requester: DeskUser;
  brand: string | null;
  channel: string;
  createdAt: string;
  /** By id of the custom ticket field. */
  customFields: Readonly<Record<string, string | null>>;
  comments: readonly DeskComment[];
  composer: { text: string; type: ComposerType; useRichText: boolean };
};

export type FormChange = Partial<Pick<FormTicket, 'subject' | 'status' | 'priority' | 'type' | 'tags' | 'groupId' | 'assigneeId'>>;

/** One ticket tab. */
export type TicketPort = {
  read(): FormTicket;
  change(change: FormChange): void;
  compose(change: Partial<FormTicket['composer']>): void;
  /** Plain text at the cursor; over the selection, when there is one. */
  insert(text: string): void;
  /** Called after every change with the values before and after. */
  subscribe(listener: (after: FormTicket, before: FormTicket) => void): () => void;
};

export type Notice = { message: string; kind: 'notice' | 'alert' | 'error'; sticky: boolean };

/** The desk around the tabs. */
export type DeskPort = {
  account: { subdomain: string; name: string };
  user: DeskUser;
  groups(): readonly Named[];
  colorScheme(): 'light' | 'dark';
  notify(notice: Notice): void;
  openTicket(id: number): void;
};

/** The iframe of one app instance. `height` in CSS pixels. */
export type FramePort = { resize(size: { height: number | null }): void };

export type { Customer };
