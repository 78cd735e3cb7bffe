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
  updatedAt: date,
  supersedes: names,
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

export const policyDocumentSchema = policySchema;

export const documentSchemas = {
  article: articleDocumentSchema,
  ticket: ticketDocumentSchema,
  macro: macroDocumentSchema,
  policy: policyDocumentSchema,
  entity: entityDocumentSchema,
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

/** Everything one installation knows, in memory: what a snapshot is built from. */
export type Corpus = {
  articles: ArticleDocument[];
  tickets: TicketDocument[];
  macros: MacroDocument[];
  policies: PolicyDocument[];
  entities: EntityDocument[];
};
