/** One message or act of a conversation. */
export type Turn = {
  who: 'customer' | 'agent' | 'system';
  text: string;
  /** What the agent did; null for free words. */
  action: string | null;
};
