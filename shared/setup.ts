/**
 * What the console's first page shows and changes.
 *
 * GET  /v1/setup             → SetupView
 * PUT  /v1/setup             setupChange → SetupView
 * POST /v1/setup/repair      → SetupView: every step is done again, and what is there already stays
 * POST /v1/setup/disconnect  → RemovalReport: webhook, triggers, tokens, knowledge and data go
 */
import * as z from 'zod';
import { roleSchema } from './governance.ts';

export const setupStepIds = ['access', 'administrator', 'webhook', 'signing_secret', 'trigger_created', 'trigger_updated'] as const;
export const setupStepSchema = z.object({
  id: z.enum(setupStepIds),
  state: z.enum(['open', 'done', 'failed']),
  /** What was found or went wrong, in a sentence; empty when there is nothing to say. */
  detail: z.string(),
  /** Id of the object in the helpdesk, where the step made one. */
  ref: z.string().nullable(),
  at: z.string().nullable(),
});
export type SetupStep = z.infer<typeof setupStepSchema>;

const names = z.array(z.string().min(1).max(128)).max(200);

const fieldId = z
  .string()
  .regex(/^\d{0,20}$/, 'must be the number of a ticket field')
  .default('');

/** What is done with a ticket before an agent opens it. */
export const automationSchema = z.object({
  /** `dry_run` writes down what would have been done, and does nothing. */
  autoTag: z.enum(['off', 'dry_run', 'on']),
  /** Put before every tag that `tagMap` does not name. */
  tagPrefix: z
    .string()
    .max(32)
    .regex(/^[\p{L}\p{N}_:-]*$/u)
    .default(''),
  /** Deskgraph's tag → the account's own; an empty value leaves the tag out. */
  tagMap: z.record(z.string().min(1).max(128), z.string().max(128)).default({}),
  setPriority: z.boolean().default(false),
  setGroup: z.boolean().default(false),
  /** Ids of the account's own ticket fields that are filled in on new tickets where they are empty; an empty id leaves it out. */
  fields: z.object({ product: fieldId, version: fieldId, orderNumber: fieldId }).default({ product: '', version: '', orderNumber: '' }),
  /** Leaves an internal note that says what was done and why. */
  note: z.boolean().default(false),
});
export type Automation = z.infer<typeof automationSchema>;

/** Empty lists mean all. Groups and brands by id, tags by name. */
export const scopeSchema = z.object({
  sources: z.array(z.enum(['articles', 'tickets', 'macros', 'catalogue'])).default(['articles', 'tickets', 'macros', 'catalogue']),
  groups: names.default([]),
  brands: names.default([]),
  tags: names.default([]),
});
export type Scope = z.infer<typeof scopeSchema>;

/** Who does more than answer tickets, by the helpdesk's user id. An administrator of the account needs no entry. */
export const rolesSchema = z.record(z.string().regex(/^\d{1,20}$/, 'must be the number of a user'), roleSchema);

export const setupChangeSchema = z.object({ automation: automationSchema.optional(), scope: scopeSchema.optional(), roles: rolesSchema.optional() });
export type SetupChange = z.input<typeof setupChangeSchema>;

/** How dry-run tags compare with the tags that agents left on the same tickets. */
export type TagAccuracy = { tickets: number; proposed: number; kept: number; missed: number };

export type Choice = { id: string; name: string };

export type SetupView = {
  account: { name: string; address: string };
  connected: boolean;
  /** Set when the helpdesk no longer takes the token: an admin must connect again. */
  needsReconnect: boolean;
  connectUrl: string;
  steps: SetupStep[];
  /** Why the newest knowledge is not live; null when it is. */
  heldBuild: string | null;
  automation: Automation;
  scope: Scope;
  roles: z.infer<typeof rolesSchema>;
  accuracy: TagAccuracy;
  /** What the account offers to choose from. */
  choices: Record<'groups' | 'brands' | 'tags' | 'people' | 'fields', Choice[]>;
};

export type RemovalReport = {
  removedAt: string;
  webhook: boolean;
  triggers: number;
  tokenRevoked: boolean;
  snapshots: number;
  vectors: number;
  /** What could not be undone at the helpdesk, and must be done there by hand. */
  left: string[];
};
