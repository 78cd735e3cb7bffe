/** The desk's records in the shapes of Zendesk's REST reference. */
import type { Channel } from '#shared/ticket';
import {
  type AuditRecord,
  type CommentRecord,
  type InstallationRecord,
  type NamedRecord,
  priorities,
  statuses,
  type TicketRecord,
  type UserRecord,
} from './records.ts';
import type { Store } from './store.ts';
import { textToHtml } from './text.ts';

/** Ids of the two custom ticket fields that the desk knows. */
export const customFields = { product: 360_000_001, topic: 360_000_002 } as const;

const viaChannels: Record<Channel, string> = {
  email: 'email',
  web: 'web',
  chat: 'chat',
  messaging: 'native_messaging',
  phone: 'voice',
  api: 'api',
  other: 'any_channel',
};

export type Shape = ReturnType<typeof createShape>;

/** `base` is the account's address, e.g. `http://localhost:8787/desk/zendesk/demo`; links are built on it. */
export function createShape(store: Store, base: string) {
  const api = `${base}/api/v2`;
  const via = (channel: Channel) => ({ channel: viaChannels[channel], source: { from: {}, to: {}, rel: null } });

  return {
    ticket: (t: TicketRecord) => ({
      url: `${api}/tickets/${t.id}.json`,
      id: t.id,
      external_id: t.externalId,
      via: via(t.channel),
      created_at: t.createdAt,
      updated_at: t.updatedAt,
      type: t.type,
      subject: t.subject,
      raw_subject: t.subject,
      description: store.comments(t.id)[0]?.body ?? '',
      priority: t.priority,
      status: t.status,
      recipient: null,
      requester_id: t.requesterId,
      submitter_id: t.requesterId,
      assignee_id: t.assigneeId,
      organization_id: null,
      group_id: t.groupId,
      collaborator_ids: [],
      follower_ids: [],
      email_cc_ids: [],
      problem_id: t.problemId ?? null,
      has_incidents: false,
      is_public: true,
      due_at: null,
      tags: t.tags,
      custom_fields: [
        { id: customFields.product, value: t.product },
        { id: customFields.topic, value: t.topic },
      ],
      satisfaction_rating: { score: 'unoffered' },
      brand_id: t.brand === null ? null : store.idOf('brand', t.brand),
      allow_channelback: false,
      allow_attachments: true,
      from_messaging_channel: t.channel === 'messaging',
    }),

    /** The side-load `include=slas`. */
    slas: (t: TicketRecord) => ({
      policy_metrics: t.sla
        ? [
            {
              breach_at: t.sla.achievedAt ? null : t.sla.dueAt,
              stage: t.sla.achievedAt ? 'achieved' : 'active',
              metric: t.sla.metric === 'first_reply' ? 'first_reply_time' : 'next_reply_time',
              minutes: Math.round((Date.parse(t.sla.dueAt) - Date.now()) / 60_000),
            },
          ]
        : [],
    }),

    comment: (c: CommentRecord, channel: Channel) => ({
      id: c.id,
      type: 'Comment',
      author_id: c.authorId,
      body: c.body,
      html_body: c.html ?? textToHtml(c.body),
      plain_body: c.body,
      public: c.public,
      attachments: (c.files ?? []).map((file, n) => ({
        id: c.id * 10 + n,
        file_name: file.name,
        content_url: `${base}/attachments/${c.id}/${n}`,
        content_type: file.contentType,
        size: new TextEncoder().encode(file.text).length,
        inline: false,
        deleted: false,
        malware_scan_result: 'malware_not_found',
      })),
      audit_id: c.id,
      via: via(channel),
      created_at: c.createdAt,
      metadata: { system: {}, custom: {} },
    }),

    user: (u: UserRecord) => ({
      url: `${api}/users/${u.id}.json`,
      id: u.id,
      external_id: u.externalId,
      name: u.name,
      email: u.email,
      role: u.role,
      locale: u.locale ?? 'en-US',
      time_zone: 'UTC',
      iana_time_zone: 'Etc/UTC',
      active: true,
      verified: true,
      suspended: false,
      organization_id: null,
      default_group_id: null,
      tags: [],
      user_fields: u.fields,
      ticket_restriction: u.groups ? 'groups' : null,
    }),

    group: (g: NamedRecord) => ({
      url: `${api}/groups/${g.id}.json`,
      id: g.id,
      name: g.name,
      description: '',
      default: g.id === 500_001,
      is_public: true,
      deleted: false,
    }),
    brand: (b: NamedRecord) => ({ url: `${api}/brands/${b.id}.json`, id: b.id, name: b.name, active: true, default: false }),

    audit: (a: AuditRecord, comment: CommentRecord | null) => ({
      id: a.id,
      ticket_id: a.ticketId,
      created_at: a.createdAt,
      author_id: a.authorId,
      events: [
        ...a.changes.map((c, i) => ({ id: a.id * 100 + i, type: 'Change', field_name: snake(c.field), value: c.value, previous_value: c.previous })),
        ...(comment ? [{ id: comment.id, type: 'Comment', public: comment.public, body: comment.body, author_id: comment.authorId }] : []),
      ],
    }),

    ticketFields: () => [
      field(1, 'subject', 'Subject', null),
      field(2, 'status', 'Status', statuses),
      field(3, 'priority', 'Priority', priorities),
      field(4, 'group', 'Group', null),
      field(customFields.product, 'text', 'Product', null),
      field(customFields.topic, 'text', 'Topic', null),
    ],
  };
}

function field(id: number, type: string, title: string, options: readonly string[] | null) {
  return { id, type, title, active: true, required: false, ...(options ? { system_field_options: options.map((value) => ({ name: value, value })) } : {}) };
}

function snake(name: string): string {
  return name.replace(/Id$/, '_id').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A stable account number for a subdomain (FNV-1a). */
export function accountNumber(subdomain: string): number {
  let hash = 0x811c9dc5;
  for (const character of subdomain) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return 1_000_000 + ((hash >>> 0) % 8_999_999);
}

export function publicSettings(settings: InstallationRecord): { id: string; name: string; accountId: number } {
  return { id: settings.id, name: settings.name, accountId: settings.accountId };
}
