/** What the HubSpot card asks. Signed by v3; what is expected to fail answers 200 with an `error`, always within seconds. */
import * as z from 'zod';
import { assistRequestSchema } from '#shared/assist';
import { feedbackSchema } from '#shared/feedback';
import type { Role } from '#shared/governance';
import { preferencesSchema } from '#shared/preferences';
import { AppError } from '../../errors.ts';
import { mayUse, type RouteId } from '../../governance/rights.ts';
import type { InstallationClient } from '../../installation/record-client.ts';
import { createVault } from '../../pipeline/normalize/vault.ts';
import { assistOnTicket } from '../../service/assist-on-ticket.ts';
import { preparedFor, readPreferences, writePreferences } from '../../service/preferences.ts';
import { type HubspotAccess, readAccess, requireAccess, roleOf, withoutForeignTickets } from '../../service/setup/hubspot-access.ts';
import { parseJson } from '../body.ts';
import type { AppContext, RouteDeps } from '../context.ts';
import { toErrorBody } from '../errors.ts';
import { callerOf, type HubspotCaller, readSignedV3 } from '../hubspot-caller.ts';
import { issuePageToken } from '../hubspot-page-token.ts';
import { answerSuggestion } from '../hubspot-suggestion.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';
import { addTags, comment, escalate, sendReply, suggestionFor } from '../ticket-actions.ts';
import { findPassage } from './passages.ts';

/** HubSpot gives up at 15 s; whatever runs longer goes on without the card. */
const ANSWER_MS = 10_000;

const ticketId = z.string().regex(/^\d{1,20}$/, 'must be the number of a ticket');
const suggestionId = z.string().min(1).max(128);
const about = { ticketId, suggestionId };

export type CardCall = HubspotCaller & { record: InstallationClient; access: HubspotAccess; role: Role; keep(work: Promise<unknown>): void };

export function hubspotCardRoutes(deps: RouteDeps): Routes {
  const { platform } = deps;
  const app = createRoutes();

  const route = <S extends z.ZodType>(name: string, right: RouteId, schema: S, answer: (input: z.infer<S>, call: CardCall, c: AppContext) => Promise<object>) =>
    app.post(`/hubspot/card/${name}`, provenBy('hubspot_signature'), async (c) => {
      const { text, app: hubspot } = await readSignedV3(c, deps);
      const caller = callerOf(c, hubspot);
      const work = (async () => {
        const record = platform.installation(caller.installation);
        if (!(await record.settings()))
          throw new AppError('unknown_installation', 'Deskgraph is not connected to this HubSpot account. Ask an admin to install it.');
        const input = parseJson(text, schema);
        const access = await readAccess(record);
        const role = roleOf(access, caller.userId);
        if (!mayUse(role, right)) throw new AppError('forbidden', `Your role (${role}) may not do this. Ask an admin of your team.`);
        const ticket = (input as { ticketId?: string }).ticketId;
        if (ticket !== undefined) await requireAccess(access, platform, record, { userId: caller.userId, ticketId: ticket });
        return answer(input, { ...caller, record, access, role, keep: (later) => c.executionCtx.waitUntil(later) }, c);
      })();
      c.executionCtx.waitUntil(work.catch(() => undefined));
      try {
        return c.json(await Promise.race([work, tooLong()]));
      } catch (error) {
        // A status other than 200 reaches the card without its body.
        return c.json(toErrorBody(error, c.var.requestId).body);
      }
    });

  route(
    'suggestion',
    'suggestion.create',
    z.object({
      ticketId,
      until: z.enum(['decision', 'draft']).default('draft'),
      attempt: z.number().int().min(0).max(20).default(0),
      key: z.string().regex(/^[\x21-\x7e]{8,200}$/, 'must be 8 to 200 visible ASCII characters'),
    }),
    (request, { record, installation, userId, access, keep }) => answerSuggestion({ platform, record, installation, userId, access, request, keep }),
  );
  route('prepared', 'suggestion.read', z.object({ ticketId }), async (input, { record, userId, access }) => {
    const suggestion = await preparedFor(record, userId, input.ticketId);
    return { suggestion: suggestion && withoutForeignTickets(suggestion, access) };
  });
  route('tags', 'ticket.tag', z.object({ ...about, tags: z.array(z.string().min(1).max(128)).min(1).max(20) }), async (input, { record, userId }) =>
    addTags(await suggestionFor(record, input.suggestionId, input.ticketId), input.tags, { platform, record, actor: userId }),
  );
  route(
    'escalate',
    'ticket.escalate',
    z.object({ ...about, group: z.string().max(128).nullable().default(null), note: z.string().max(20_000).nullable().default(null) }),
    async (input, { record, userId }) => escalate(await suggestionFor(record, input.suggestionId, input.ticketId), input, { platform, record, actor: userId }),
  );
  route('comment', 'ticket.escalate', z.object({ ...about, text: z.string().trim().min(1).max(20_000) }), async (input, { record, userId }) => {
    const { status } = await comment(await suggestionFor(record, input.suggestionId, input.ticketId), input.text, { platform, record, actor: userId });
    return { status };
  });
  route('reply-target', 'ticket.escalate', z.object({ ticketId }), async (input, { record }) => {
    const { replies } = await platform.helpdesk(record);
    if (!replies) throw new AppError('conflict', 'This helpdesk sends replies from its own composer.');
    return replies.target(input.ticketId);
  });
  route(
    'reply',
    'ticket.escalate',
    z.object({
      ...about,
      text: z.string().trim().min(1).max(20_000),
      recipient: z.string().min(1).max(1_000),
      threadId: z.string().min(1).max(128),
      confirmed: z.literal(true),
    }),
    async (input, { record, userId }) => {
      const suggestion = await suggestionFor(record, input.suggestionId, input.ticketId);
      const { text, recipient, threadId } = input;
      const { status } = await sendReply(suggestion, { text, recipient, threadId, userId }, { platform, record, actor: userId });
      return { status };
    },
  );
  route('assist', 'suggestion.create', z.object({ ticketId, agent: z.string().max(200).default(''), ask: assistRequestSchema }), async (input, call) =>
    // The ticket is read here: what a card says of it proves nothing.
    assistOnTicket(
      { ...input.ask, ticket: undefined },
      { installation: call.installation, userId: call.userId, agent: input.agent, ticketId: input.ticketId, restricted: !call.access.everyoneReadsAllTickets },
      platform,
      call.record,
    ),
  );
  route('preferences', 'preferences.own', z.object({ preferences: preferencesSchema.optional() }), async ({ preferences }, { record, userId }) => {
    if (preferences) await writePreferences(record, userId, preferences);
    return preferences ?? readPreferences(record, userId);
  });
  route('feedback', 'feedback.create', feedbackSchema, async (input, { record }) => {
    if (!(await record.suggestion(input.suggestionId))) throw new AppError('not_found', 'There is no such suggestion.');
    await record.saveFeedback(platform.ids.next('fbk'), { ...input, comment: createVault([]).hide(input.comment) });
    return { ok: true };
  });
  route('passage', 'passage.read', z.object({ id: z.string().min(1).max(256) }), async ({ id }, { record }) => findPassage(id, platform, record));
  route('page', 'suggestion.create', z.object({ ticketId }), async (input, { installation, userId }, c) => {
    const token = await issuePageToken(platform.config.SESSION_KEY, 'open', { installation, userId, ticketId: input.ticketId }, platform.clock.now());
    const base = new URL(platform.config.PUBLIC_URL ?? c.req.url).origin;
    return { url: `${base}/hubspot/page?token=${encodeURIComponent(token)}` };
  });
  return app;
}

const tooLong = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new AppError('unavailable', 'HubSpot takes long to answer. Ask again in a moment.', { retryable: true })), ANSWER_MS);
  });
