/** A made-up account of a size that needs several pages everywhere. */
import type { ZendeskData } from './zendesk-server.ts';

const day = (n: number): string => new Date(Date.UTC(2025, 5, 1) + n * 3_600_000).toISOString().replace('.000', '');

export function zendeskData(): ZendeskData {
  const articles = Array.from({ length: 230 }, (_, i) => ({
    id: 360_000_000_000 + i,
    title: `How to change setting ${i}`,
    name: `How to change setting ${i}`,
    body: `<h2>Before you begin</h2><p>You need to be signed in to change setting ${i}.</p><ol><li>Open <b>Settings</b>.</li><li>Choose number ${i}.</li></ol>`,
    locale: 'en-us',
    source_locale: 'en-us',
    draft: i === 7,
    promoted: false,
    label_names: i % 2 ? ['settings'] : [],
    section_id: 100 + (i % 3),
    user_segment_id: i === 3 ? 900 : i === 4 ? 901 : i === 5 ? 902 : null,
    user_segment_ids: i === 6 ? [900] : [],
    author_id: 501,
    created_at: day(i),
    updated_at: day(i + 10),
    edited_at: day(i + 5),
    html_url: `https://acme.zendesk.com/hc/en-us/articles/${360_000_000_000 + i}-How-to`,
  }));
  const translations = Object.fromEntries(
    articles.slice(0, 20).map((a, i) => [
      String(a.id),
      [
        {
          id: 7_000 + i,
          title: `Einstellung ${i} ändern`,
          body: `<p>Melden Sie sich an, um Einstellung ${i} zu ändern.</p>`,
          locale: 'de',
          draft: i === 1,
          updated_at: a.updated_at,
          html_url: `https://acme.zendesk.com/hc/de/articles/${a.id}`,
        },
      ],
    ]),
  );
  const tickets = Array.from({ length: 620 }, (_, i) => ({
    id: 5_000 + i,
    subject: `Setting ${i % 40} does not stay`,
    description: `I change setting ${i % 40} and it goes back. Ticket ${i}.`,
    status: i % 10 === 0 ? 'open' : i % 10 === 1 ? 'closed' : 'solved',
    priority: 'normal',
    tags: i === 12 ? ['closed_by_merge', 'settings'] : ['settings', 'vip'],
    requester_id: 1_000 + (i % 50),
    submitter_id: 1_000 + (i % 50),
    assignee_id: 501 + (i % 2),
    organization_id: 300,
    group_id: 200,
    brand_id: 42,
    via: { channel: 'email' },
    custom_fields: [
      { id: 77, value: 'product_lamp' },
      { id: 78, value: null },
    ],
    satisfaction_rating: i % 10 === 2 ? { score: 'good', comment: 'Thanks' } : { score: 'unoffered' },
    created_at: day(i),
    updated_at: day(i + 2),
  }));
  // Row 12 is solved by its place; a merged ticket is closed.
  (tickets[12] as { status: string }).status = 'closed';
  (tickets[13] as { status: string }).status = 'deleted';
  const ticket_events = tickets.flatMap((t, i) => [
    event(t.id, i * 2, { author: t.requester_id, body: t.description, public: true, hour: i }),
    event(t.id, i * 2 + 1, {
      author: 501,
      body: `Please see the article on setting ${i % 40}.`,
      html: `<p>Please see <a href="https://acme.zendesk.com/hc/en-us/articles/${360_000_000_000 + (i % 40)}-How-to">this</a>.</p>`,
      public: i % 7 !== 0,
      hour: i + 1,
      macro: i % 5 === 0 ? 801 : null,
    }),
  ]);
  return {
    locales: ['en-us', 'de'],
    categories: [{ id: 10, name: 'Using the lamp', locale: 'en-us' }],
    sections: [
      { id: 100, name: 'Settings', category_id: 10, parent_section_id: null },
      { id: 101, name: 'Light', category_id: 10, parent_section_id: 100 },
      { id: 102, name: 'Sound', category_id: 10, parent_section_id: null },
    ],
    user_segments: [
      { id: 900, name: 'Signed-in users', user_type: 'signed_in_users', built_in: true, tags: [], or_tags: [], organization_ids: [], group_ids: [] },
      { id: 901, name: 'Agents and admins', user_type: 'staff', built_in: true, tags: [], group_ids: [] },
      { id: 902, name: 'Gold customers', user_type: 'signed_in_users', built_in: false, tags: ['gold'], or_tags: [], organization_ids: [], group_ids: [] },
    ],
    articles,
    translations,
    users: [
      { id: 501, name: 'Kim Agent', role: 'agent', email: 'kim@acme.test' },
      { id: 502, name: 'Lee Admin', role: 'admin', email: 'lee@acme.test' },
      ...Array.from({ length: 50 }, (_, i) => ({
        id: 1_000 + i,
        name: `Customer ${i}`,
        role: 'end-user',
        email: `c${i}@example.test`,
        locale: 'en-US',
        user_fields: { tier: 'gold' },
      })),
    ],
    groups: [{ id: 200, name: 'Second line', deleted: false, updated_at: day(1) }],
    organizations: [{ id: 300, organization_fields: { plan: 'Pro' } }],
    tickets,
    ticket_events,
    survey_responses: Array.from({ length: 3 }, (_, i) => ({
      id: `01J${i}`,
      responder_id: 1_000 + i,
      subjects: [{ type: 'ticket', zrn: `zen:ticket:${5_003 + i}` }],
      answers: [{ type: 'rating_scale', rating: 5 - 2 * i, rating_category: ['good', 'neutral', 'bad'][i], created_at: day(700), updated_at: day(701) }],
    })),
    macros: [
      ...Array.from({ length: 105 }, (_, i) => ({
        id: 800 + i,
        title: `Reply ${i}`,
        active: true,
        restriction: i === 2 ? { type: 'User', id: 501 } : null,
        actions: [
          { field: 'comment_value_html', value: `<p>Please open <a href="https://acme.zendesk.com/hc/en-us/articles/${360_000_000_000 + i}">this</a>.</p>` },
          { field: 'current_tags', value: 'answered settings' },
          { field: 'status', value: 'solved' },
        ],
        updated_at: day(i),
      })),
      {
        id: 999,
        title: 'Chat reply',
        active: true,
        restriction: null,
        actions: [{ field: 'comment_value', value: ['channel:all', 'Thanks for writing.'] }],
        updated_at: day(3),
      },
    ],
    ticket_fields: [
      {
        id: 77,
        title: 'Product',
        type: 'tagger',
        active: true,
        custom_field_options: [
          { name: 'Devices::Lamp', value: 'product_lamp' },
          { name: 'Devices::Radio', value: 'product_radio' },
        ],
      },
      { id: 78, title: 'Refund', type: 'checkbox', active: true, tag: 'refund_wanted' },
      { id: 79, title: 'Subject', type: 'subject', active: true },
    ],
    triggers: [{ id: 60, title: 'Mark outages', active: true, actions: [{ field: 'current_tags', value: 'outage' }], updated_at: day(1) }],
    brands: [{ id: 42, name: 'Acme', active: true }],
  };
}

function event(
  ticket: number,
  n: number,
  comment: { author: unknown; body: unknown; html?: string; public: boolean; hour: number; macro?: number | null },
): Record<string, unknown> {
  const at = day(comment.hour);
  const timestamp = Math.floor(Date.parse(at) / 1_000);
  return {
    id: 90_000 + n,
    ticket_id: ticket,
    timestamp,
    created_at: at,
    updater_id: comment.author,
    via: 'Mail',
    event_type: 'Audit',
    child_events: [
      {
        id: 70_000 + n,
        event_type: 'Comment',
        type: 'Comment',
        author_id: comment.author,
        body: comment.body,
        plain_body: comment.body,
        html_body: comment.html ?? `<p>${comment.body}</p>`,
        public: comment.public,
        created_at: at,
        attachments: [],
      },
      { id: 60_000 + n, event_type: 'Change', status: 'open' },
      ...(comment.macro ? [{ id: 50_000 + n, event_type: 'AgentMacroReference', macro_id: comment.macro, macro_title: 'Reply 1' }] : []),
    ],
  };
}
