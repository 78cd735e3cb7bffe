/** The desk's own server, as its pages call it. */
import type {
  DeskErrorBody,
  DeskInstallation,
  NewTicketRequest,
  SignedPageRequest,
  TicketChanges,
  TicketDetail,
  TicketList,
  TicketSubmit,
} from '../../wire.ts';

/** A refusal in words for the person at the desk. */
export class DeskError extends Error {
  /** 0 when nothing answered. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'DeskError';
    this.status = status;
  }
}

export type DeskClient = ReturnType<typeof createDeskClient>;

export function createDeskClient(base = '/desk/api', send: typeof fetch = (...args) => fetch(...args)) {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await send(base + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }).catch(() => {
      throw new DeskError(0, 'The desk does not answer. Is "npm start" still running?');
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new DeskError(response.status, (answer as DeskErrorBody | null)?.error?.message ?? `The desk answered ${response.status}.`);
    return answer as T;
  }

  return {
    installations: async () => (await call<{ installations: Pick<DeskInstallation, 'id' | 'name'>[] }>('GET', '/installations')).installations,
    tickets: (installation: string) => call<TicketList>('GET', `/${installation}/tickets`),
    changes: (installation: string, since: number) => call<TicketChanges>('GET', `/${installation}/changes?since=${since}`),
    ticket: (installation: string, id: number) => call<TicketDetail>('GET', `/${installation}/tickets/${id}`),
    create: (installation: string, ticket: NewTicketRequest) => call<TicketDetail>('POST', `/${installation}/tickets`, ticket),
    submit: (installation: string, id: number, change: TicketSubmit) => call<TicketDetail>('PATCH', `/${installation}/tickets/${id}`, change),
    signPage: async (installation: string, page: SignedPageRequest) => (await call<{ token: string }>('POST', `/${installation}/signed-url`, page)).token,
  };
}
