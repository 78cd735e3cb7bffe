/** A team that lets Deskgraph answer one kind of question alone: its knowledge in two languages, and the tickets in its Zendesk. */
import { AGENT, fakeZendesk } from '../../adapters/zendesk/fake-zendesk.ts';

const topics = [
  {
    id: 'delivery',
    en: [
      'Delivery times',
      'Parcels arrive within three working days.\n\n## Late parcels\n\nWe look for parcels that take more than three working days to arrive: write to us.',
    ],
    de: ['Lieferzeiten', 'Pakete kommen innerhalb von drei Werktagen an.\n\n## Verspätete Pakete\n\nPakete, die nach drei Werktagen nicht kommen, suchen wir.'],
    asked: [
      ['when does my parcel arrive', 'wann kommt mein Paket an'],
      ['how long does delivery of a parcel take', 'wie lange dauert die Lieferung vom Paket'],
      ['my parcel has not arrived, when is it delivered', 'mein Paket ist nicht da, wann kommt die Lieferung'],
    ],
  },
  {
    id: 'password',
    en: ['Reset your password', 'Open the sign-in page and choose Forgot password. The link that follows works for one hour.'],
    de: ['Passwort zurücksetzen', 'Öffnen Sie die Anmeldung und wählen Sie Passwort vergessen. Der Link gilt eine Stunde.'],
    asked: [
      ['forgot my password', 'Passwort vergessen'],
      ['cannot sign in, password wrong', 'Anmeldung geht nicht, Passwort falsch'],
      ['how do I reset the password', 'wie setze ich das Passwort zurück'],
    ],
  },
  {
    id: 'plan',
    en: ['Change your plan', 'Open Billing and choose Change plan. The new price counts from the next invoice.'],
    de: ['Tarif wechseln', 'Öffnen Sie die Abrechnung und wählen Sie Tarif wechseln. Der neue Preis gilt ab der nächsten Rechnung.'],
    asked: [
      ['change my plan', 'Tarif wechseln'],
      ['switch to the smaller plan', 'in den kleineren Tarif wechseln'],
      ['how to change the plan and price', 'wie wechsle ich Tarif und Preis'],
    ],
  },
] as const;

const address = (id: string, language: string) => `https://help.example/${language}/articles/${id}`;

/** Articles in English and German, and tickets that were solved with them, tagged by what they are about. */
export const deliveryKnowledge = {
  article: topics.flatMap((topic) =>
    (['en', 'de'] as const).map((language) => ({
      id: `${topic.id}-${language}`,
      title: topic[language][0],
      text: topic[language][1],
      locale: language,
      url: address(`${topic.id}-${language}`, language),
    })),
  ),
  ticket: topics.flatMap(({ id, asked }, t) =>
    Array.from({ length: 40 }, (_, i) => {
      const language = i % 2;
      const words = (n: number) => asked[n % asked.length]?.[language] ?? '';
      const [locale, hello] = language === 0 ? (['en', 'Hello'] as const) : (['de', 'Guten Tag'] as const);
      return {
        id: `${t}-${i}`,
        title: words(i >> 1),
        body: `${hello}, ${words((i >> 1) + 1)}? ${i}.`,
        locale,
        created: `2024-05-${String((i % 28) + 1).padStart(2, '0')} 10:00:00 +0000`,
        tags: [id],
        answers: [
          { role: 'helper', author: 'Kim', text: `Please look at ${address(`${id}-${locale}`, locale)}, which tells what to do.` },
          { role: 'asker', text: 'Thank you, that worked.' },
        ],
      };
    }),
  ),
};

export type OpenTicket = ReturnType<ReturnType<typeof zendeskTickets>['open']>;

/** Tickets of one Zendesk account by number, and its answer to any request about one of them. */
export function zendeskTickets() {
  const tickets = new Map<string, { zendesk: ReturnType<typeof fakeZendesk>; lost: 'before' | 'after' | null }>();

  /** A new ticket whose requester has written once; each has a requester of its own, and a day on which nothing else came. */
  function open(subject: string, text: string) {
    const id = 700 + tickets.size;
    const zendesk = fakeZendesk({ id, requester: 10_000 + id });
    const entry = { zendesk: { ...zendesk, agent: AGENT }, lost: null as 'before' | 'after' | null };
    Object.assign(zendesk.ticket, { subject, status: 'new', tags: [], created_at: new Date(Date.UTC(2026, 0, 1 + 2 * tickets.size)).toISOString() });
    zendesk.comments.splice(1);
    const say = (words: string) => Object.assign(zendesk.comments[0] ?? {}, { plain_body: words });
    say(text);
    tickets.set(String(id), entry);
    return {
      id: String(id),
      zendesk: entry.zendesk,
      say,
      /** The next write gets no answer, and is carried out or not. */
      lose: (when: 'before' | 'after') => {
        entry.lost = when;
      },
      replies: () => zendesk.comments.slice(1).flatMap((comment) => (comment.public ? [comment.plain_body] : [])),
    };
  }

  const answer = (async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const path = request.url.replace(/^.*?(?=\/api\/v2\/)/, '');
    const entry = tickets.get(/\/tickets\/(\d+)/.exec(path)?.[1] ?? '');
    if (!entry) return Response.json({ error: 'RecordNotFound' }, { status: 404 });
    const { lost } = entry;
    if (request.method === 'PUT') entry.lost = null;
    if (request.method === 'PUT' && lost === 'before') throw new TypeError('network connection lost');
    const response = await entry.zendesk.fetch(new Request(`https://desk.test${path}`, request));
    if (request.method === 'PUT' && lost === 'after') throw new TypeError('network connection lost');
    return response;
  }) as typeof fetch;
  return { open, answer };
}
