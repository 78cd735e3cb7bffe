/**
 * The folder format: JSON lines (gzip allowed) in which a team's help centre, tickets, macros, policies and
 * catalogue enter. `docs/folder-format.md` describes it for people; these schemas are what is checked.
 */
import * as z from 'zod';
import { policySchema } from './policy.ts';
import { channelSchema, customerSchema, prioritySchema, requesterSchema, statusSchema } from './ticket.ts';

const id = z.string().min(1).max(256);
const names = z.array(z.string().max(256)).max(500).default([]);
const date = z.string().max(40).nullable().default(null);

export const visibilitySchema = z.enum(['public', 'signed_in', 'internal']);

export const articleDocumentSchema = z.object({
  id,
  title: z.string().min(1).max(1_000),
  summary: z.string().max(5_000).default(''),
  /** Markdown or HTML. */
  text: z.string().max(5_000_000),
  url: z.string().max(2_000).nullable().default(null),
  locale: z.string().max(35).default('en'),
  /** From the outermost section inwards. */
  sections: names,
  labels: names,
  products: names,
  visibility: visibilitySchema.default('public'),
  /** Empty means: holds for every plan (region, version). */
  plans: names,
  regions: names,
  versions: names,
  brand: z.string().max(128).nullable().default(null),
  owner: z.string().max(256).nullable().default(null),
  /** User segments that may read it, where it is kept for some; such an article is `internal` to everyone else. */
  segments: z.array(z.string().max(256)).max(500).optional(),
  updatedAt: date,
  supersedes: names,
  /** Ids and addresses it had before; what refers to them means this article. */
  formerIds: names.optional(),
});

export const replyDocumentSchema = z.object({
  role: z.enum(['requester', 'agent']),
  at: date,
  text: z.string().max(200_000),
  public: z.boolean().default(true),
  /** Ids of articles the reply links to. */
  articleIds: names,
  macroId: z.string().max(256).nullable().default(null),
  author: z.string().max(256).nullable().default(null),
});

export const ticketDocumentSchema = z.object({
  id,
  subject: z.string().max(5_000).default(''),
  body: z.string().max(1_000_000).default(''),
  replies: z.array(replyDocumentSchema).max(1_000).default([]),
  status: statusSchema.default('solved'),
  locale: z.string().max(35).nullable().default(null),
  product: z.string().max(256).nullable().default(null),
  topic: z.string().max(256).nullable().default(null),
  tags: names,
  channel: channelSchema.default('other'),
  priority: prioritySchema.nullable().default(null),
  brand: z.string().max(128).nullable().default(null),
  group: z.string().max(128).nullable().default(null),
  assignee: z.string().max(256).nullable().default(null),
  requester: requesterSchema.nullable().default(null),
  customer: customerSchema.default({ tier: null, plan: null, region: null, version: null }),
  createdAt: date,
  /** Articles known to have resolved it. Without them, links in agents' replies are the evidence. */
  resolvedBy: names,
  csat: z.enum(['good', 'bad']).nullable().default(null),
  /** Minutes from now to the next SLA breach; sample tickets only, so that the clock is always fresh. */
  slaDueInMinutes: z.number().nullable().default(null),
});

export const macroDocumentSchema = z.object({
  id,
  title: z.string().min(1).max(500),
  text: z.string().max(50_000),
  locale: z.string().max(35).default('en'),
  tags: names,
  articleIds: names,
});

/** An entity the admin names, with the other words customers use for it. */
export const entityDocumentSchema = z.object({
  id,
  kind: z.enum(['product', 'feature', 'version', 'plan', 'region', 'brand', 'team']),
  name: z.string().min(1).max(256),
  aliases: names,
  partOf: z.string().max(256).nullable().default(null),
  dependsOn: names,
});

/** One comment of a ticket, where a helpdesk hands comments over apart from their tickets. Joined by `ticketId` before a build. */
export const commentDocumentSchema = replyDocumentSchema.extend({ id, ticketId: id });

/** What a customer said of a ticket in a survey that is answered apart from it. */
export const ratingDocumentSchema = z.object({ id, ticketId: id, score: z.enum(['good', 'neutral', 'bad']), at: date });

/** A tag of the team's own vocabulary, once for each field, trigger or property that sets it. */
export const tagDocumentSchema = z.object({
  id,
  tag: z.string().min(1).max(256),
  /** What people read in its place; empty where nothing names it. */
  name: z.string().max(256).default(''),
  from: z.enum(['field', 'trigger', 'property']),
  /** Title of the field, trigger or property. */
  setBy: z.string().max(256).default(''),
});

/** Something looked for in the help centre: what was searched, what was opened, and whether a ticket followed. */
export const visitDocumentSchema = z.object({
  id,
  query: z.string().max(2_000).default(''),
  /** Ids or URLs of articles opened from the results, in order. */
  clicked: names,
  /** True when the visitor wrote a ticket afterwards, false when not, null when it is not known. */
  ticket: z.boolean().nullable().default(null),
  ticketId: z.string().max(256).nullable().default(null),
  locale: z.string().max(35).nullable().default(null),
  at: date,
});

export const policyDocumentSchema = policySchema;

export const documentSchemas = {
  article: articleDocumentSchema,
  ticket: ticketDocumentSchema,
  macro: macroDocumentSchema,
  policy: policyDocumentSchema,
  entity: entityDocumentSchema,
  comment: commentDocumentSchema,
  rating: ratingDocumentSchema,
  tag: tagDocumentSchema,
  visit: visitDocumentSchema,
} as const;

export type DocumentKind = keyof typeof documentSchemas;
export const documentKinds = Object.keys(documentSchemas) as DocumentKind[];

export type Visibility = z.infer<typeof visibilitySchema>;
export type ArticleDocument = z.infer<typeof articleDocumentSchema>;
export type ReplyDocument = z.infer<typeof replyDocumentSchema>;
export type TicketDocument = z.infer<typeof ticketDocumentSchema>;
export type MacroDocument = z.infer<typeof macroDocumentSchema>;
export type EntityDocument = z.infer<typeof entityDocumentSchema>;
export type PolicyDocument = z.infer<typeof policyDocumentSchema>;
export type CommentDocument = z.infer<typeof commentDocumentSchema>;
export type RatingDocument = z.infer<typeof ratingDocumentSchema>;
export type TagDocument = z.infer<typeof tagDocumentSchema>;
export type VisitDocument = z.infer<typeof visitDocumentSchema>;
export type DocumentOf = { [K in DocumentKind]: z.infer<(typeof documentSchemas)[K]> };

/** Everything one installation knows, in memory: what a snapshot is built from. */
export type Corpus = {
  articles: ArticleDocument[];
  tickets: TicketDocument[];
  macros: MacroDocument[];
  policies: PolicyDocument[];
  entities: EntityDocument[];
};

/** File names (before `.jsonl` or `.jsonl.gz`) that hold each kind. */
export const folderFiles: Readonly<Record<DocumentKind, string>> = {
  article: 'articles',
  ticket: 'tickets',
  macro: 'macros',
  policy: 'policies',
  entity: 'entities',
  comment: 'comments',
  rating: 'ratings',
  tag: 'tags',
  visit: 'visits',
};
