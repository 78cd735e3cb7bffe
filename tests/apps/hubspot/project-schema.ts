/**
 * A HubSpot project's descriptions, as strictly as its reference documents them: no key that is not documented, ids as they
 * are allowed, addresses that HubSpot can reach. HubSpot's own schemas are served to accounts only; its parser checks less.
 */
import * as z from 'zod';

const uid = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/);
/** HubSpot calls over https only, and never itself. */
const address = z.url({ protocol: /^https$/ }).refine((url) => !/^https:\/\/(localhost|127\.|\[|\d+\.)/.test(url), 'cannot be reached');
/** An origin, or a path below one: no query and no wildcard. */
const permitted = address.refine((url) => new URL(url).search === '' && !url.includes('*') && !url.endsWith('/'), 'is no origin or path');
const component = <T extends string, C extends z.ZodType>(type: T, config: C) => z.strictObject({ uid, type: z.literal(type), config });

const scope = z.string().regex(/^[a-z0-9_.-]+$/);
export const appSchema = component(
  'app',
  z.strictObject({
    name: z
      .string()
      .min(1)
      .max(200)
      .refine((name) => !/hub/i.test(name), 'must not hold HubSpot’s name'),
    description: z.string().min(1).max(8_192),
    logo: z.string().regex(/^\/app\/.+\.(png|jpe?g|gif|bmp)$/),
    distribution: z.literal('marketplace'),
    auth: z.strictObject({
      type: z.literal('oauth'),
      redirectUrls: z.array(address).min(1),
      requiredScopes: z.array(scope).min(1),
      optionalScopes: z.array(scope),
      conditionallyRequiredScopes: z.array(scope),
    }),
    permittedUrls: z.strictObject({ fetch: z.array(permitted).min(1), iframe: z.array(permitted), img: z.array(permitted) }),
    support: z.strictObject({
      supportEmail: z.email(),
      documentationUrl: address,
      supportUrl: address,
      supportPhone: z.string().regex(/^\+\d{7,15}$/),
    }),
  }),
);

export const cardSchema = component(
  'card',
  z.strictObject({
    name: z.string().min(1),
    description: z.string().min(1),
    previewImage: z.strictObject({ file: z.string().regex(/\.(png|jpe?g|gif)$/), altText: z.string().min(1) }),
    entrypoint: z.string().regex(/^\/app\/cards\/[^/]+\.tsx$/),
    location: z.enum(['helpdesk.sidebar', 'crm.record.sidebar', 'crm.record.tab', 'crm.preview']),
    objectTypes: z.tuple([z.literal('tickets')]),
  }),
);

export const settingsSchema = component('settings', z.strictObject({ entrypoint: z.string().regex(/^\/app\/settings\/[^/]+\.tsx$/) }));

const objectEvents = ['creation', 'deletion', 'merge', 'restore', 'propertyChange', 'associationChange'];
const conversationEvents = ['creation', 'deletion', 'privacyDeletion', 'propertyChange', 'newMessage'].map((event) => `conversation.${event}`);
export const webhooksSchema = component(
  'webhooks',
  z.strictObject({
    settings: z.strictObject({ targetUrl: address, maxConcurrentRequests: z.number().int().min(6) }),
    subscriptions: z.strictObject({
      crmObjects: z.array(
        z.strictObject({ subscriptionType: z.enum(objectEvents.map((event) => `object.${event}`)), objectType: z.string(), active: z.boolean() }),
      ),
      legacyCrmObjects: z.array(z.strictObject({ subscriptionType: z.string(), active: z.boolean() })),
      hubEvents: z.array(z.strictObject({ subscriptionType: z.enum(['contact.privacyDeletion', ...conversationEvents]), active: z.boolean() })),
    }),
  }),
);

/** Field types by the type of their value. */
const fieldTypes: Record<string, string[]> = {
  string: ['text', 'textarea'],
  number: ['number'],
  bool: ['booleancheckbox'],
  enumeration: ['select', 'radio', 'checkbox'],
  datetime: ['date'],
};
const fieldName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
const option = z.strictObject({ label: z.string().min(1), description: z.string().optional(), value: z.string().min(1), displayOrder: z.number().int() });
const inputType = z
  .strictObject({ name: fieldName, type: z.enum(Object.keys(fieldTypes)), fieldType: z.string(), options: z.array(option).optional() })
  .refine(({ type, fieldType }) => fieldTypes[type]?.includes(fieldType), 'the field does not fit its value')
  .refine(({ type, options }) => (type === 'enumeration') === (options !== undefined), 'choices belong to an enumeration');
const words = z.record(fieldName, z.string().min(1));
const labels = z.strictObject({
  actionName: z.string().min(1).max(100),
  actionDescription: z.string().min(1).max(500),
  actionCardContent: z.string().min(1),
  inputFieldLabels: words,
  inputFieldDescriptions: words,
  outputFieldLabels: words,
});
/** An agent is told by `llmConfig` when to call; what changes something asks a person first. */
const client = z.discriminatedUnion('client', [
  z.strictObject({ client: z.literal('WORKFLOWS') }),
  z.strictObject({
    client: z.literal('AGENTS'),
    toolType: z.enum(['GET_DATA', 'GENERATE', 'TAKE_ACTION']),
    llmConfig: z.strictObject({ actionDescription: z.string().min(40).max(2_000) }),
  }),
]);
export const workflowActionSchema = component(
  'workflow-action',
  z
    .strictObject({
      actionUrl: address,
      isPublished: z.literal(true),
      supportedClients: z.array(client).length(2),
      inputFields: z.array(
        z.strictObject({
          typeDefinition: inputType,
          supportedValueTypes: z.array(z.enum(['STATIC_VALUE', 'OBJECT_PROPERTY', 'FIELD_DATA'])).min(1),
          isRequired: z.boolean(),
        }),
      ),
      outputFields: z.array(z.strictObject({ typeDefinition: z.strictObject({ name: fieldName, type: z.enum(Object.keys(fieldTypes)) }) })),
      objectRequestOptions: z.strictObject({ properties: z.array(z.string()).min(1) }),
      labels: z.record(z.enum(['en', 'de', 'es', 'fr', 'ja', 'pt-br']), labels),
      objectTypes: z.tuple([z.literal('TICKET')]),
    })
    .superRefine(({ inputFields, outputFields, labels: all }, context) => {
      const named = (fields: { typeDefinition: { name: string } }[]): string => [...new Set(fields.map((f) => f.typeDefinition.name))].sort().join();
      for (const [language, told] of Object.entries(all))
        for (const [said, fields] of [
          [told.inputFieldLabels, inputFields],
          [told.inputFieldDescriptions, inputFields],
          [told.outputFieldLabels, outputFields],
        ] as const)
          if (Object.keys(said).sort().join() !== named(fields)) context.addIssue({ code: 'custom', message: `${language} does not name every field` });
    }),
);
