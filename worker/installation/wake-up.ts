/** A queue message: ids only. Losing it loses nothing; the inbox holds the event. */
export type WakeUp = { installation: string; eventId: string };
