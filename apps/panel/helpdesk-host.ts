/** What the panel needs of the helpdesk it sits in. Each host (Zendesk, HubSpot) implements this once. */
import type { TicketInput } from '#shared/ticket';

export type HostTicket = TicketInput & { id: string };
export type ComposerMode = 'replace' | 'append';
export type ColorScheme = 'light' | 'dark';
export type NoticeKind = 'notice' | 'alert' | 'error';
export type Unsubscribe = () => void;

/** `content` means the conversation or subject changed; `fields` anything else of the ticket, its id included. */
export type TicketChange = 'content' | 'fields';

/** Stands for the id of a ticket that is being written and has none yet. */
export const newTicketId = 'new';

/** A comment that the agent is about to send. */
export type SentComment = { ticketId: string; text: string; public: boolean };

export type HelpdeskHost = {
  /** The ticket in front of the agent now. */
  currentTicketId(): Promise<string>;
  /** The ticket as the agent sees it, HTML turned into text. Rejects when the host does not answer. */
  readTicket(): Promise<HostTicket>;
  composer: {
    /** Plain text of what stands in the composer; empty when nothing does. */
    get(): Promise<string>;
    /**
     * Writes into the composer of `ticketId`, which is read again right before. `append` puts the text under what is
     * there, after an empty line. Nothing is sent. Answers false, having written nothing, when another ticket is open.
     */
    insert(text: string, mode: ComposerMode, ticketId: string): Promise<boolean>;
  };
  /** Into the agent's unsaved form. */
  addTags(tags: string[]): Promise<void>;
  /** Subjects, by id, of those of the tickets that the agent's own session can read. Absent where every agent reads every ticket. */
  readableTickets?(ids: string[]): Promise<Map<string, string>>;
  /** Makes the ticket an incident of the problem, with the agent's own rights. Absent where the host knows no problems. */
  linkProblem?(ticketId: string, problemId: string): Promise<void>;
  /** Called before the agent's changes are saved. Absent where the host does not tell; it never holds a save back. */
  onSave?(listener: (comment: SentComment) => void): Unsubscribe;
  openTicket(ticketId: string): Promise<void>;
  notify(message: string, kind: NoticeKind): void;
  /** Height of the content in CSS pixels. */
  resize(height: number): void;
  /** Rejects when every way to the clipboard is barred. */
  copy(text: string): Promise<void>;
  colorScheme(): Promise<ColorScheme>;
  onColorScheme(listener: (scheme: ColorScheme) => void): Unsubscribe;
  onTicketChange(listener: (change: TicketChange) => void): Unsubscribe;
  /** True when the agent comes to this panel's ticket, false when they leave it. */
  onActive(listener: (active: boolean) => void): Unsubscribe;
  /** The host is about to remove the panel. */
  onDestroy(listener: () => void): Unsubscribe;
};
