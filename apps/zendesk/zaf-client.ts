/** The part of Zendesk's app-framework client that the sidebar uses. The SDK itself comes by script tag. */
export type ZafClient = {
  get(paths: string[]): Promise<Record<string, unknown> & { errors?: Record<string, unknown> }>;
  set(path: string, value: unknown): Promise<unknown>;
  invoke(path: string, ...args: unknown[]): Promise<unknown>;
  /** With the agent's own session, relative to the account. */
  request(options: { url: string; type?: 'GET' | 'PUT'; contentType?: string; data?: string }): Promise<unknown>;
  on(event: string, handler: (data: unknown) => unknown): void;
  off(event: string, handler: (data: unknown) => unknown): unknown;
};

declare global {
  interface Window {
    ZAFClient?: { init(): ZafClient | false };
  }
}

/** Null when the page was opened outside Zendesk, or the SDK did not load. */
export const initZaf = (): ZafClient | null => window.ZAFClient?.init() || null;
