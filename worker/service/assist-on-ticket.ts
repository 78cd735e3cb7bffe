/** What an agent asks for beside the draft, under the live release, whichever helpdesk they sit in. */
import type { AssistRequest, AssistResponse } from '#shared/assist';
import type { Ticket } from '#shared/ticket';
import type { Platform } from '../compose.ts';
import { AppError } from '../errors.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import { assist } from './abilities/index.ts';
import { budgeted } from './budgeted-drafters.ts';
import { knowledgeOf } from './live-knowledge.ts';
import { readPreferences } from './preferences.ts';

type Asked = {
  installation: string;
  userId: string /** Name of the agent, for what is signed with it. */;
  agent: string;
  ticketId: string /** May not read every ticket: then nothing rests on another one. */;
  restricted: boolean;
};

/** Throws `no_knowledge`, what reading the ticket throws, and what the ability itself throws. */
export async function assistOnTicket(
  request: AssistRequest,
  { installation, userId, agent, ticketId, restricted }: Asked,
  platform: Platform,
  record: InstallationClient,
): Promise<AssistResponse> {
  const fetched = async (): Promise<Ticket> => (await platform.helpdesk(record)).fetchTicket(ticketId);
  const [live, { tenure }, ticket] = await Promise.all([record.liveRelease(), readPreferences(record, userId), request.ticket ?? fetched()]);
  if (!live) throw new AppError('no_knowledge', 'Nothing has been ingested for this installation yet. Ingest its articles first.');
  const { release, knowledge } = await knowledgeOf(live, platform, record);
  // Another installation's knowledge is read from its own place, and only what it shows to everyone.
  const owner = release.manifest.installation;
  const reader = owner !== installation ? ('public' as const) : restricted ? ('restricted' as const) : ('agent' as const);
  const context = { installation: owner, release, knowledge, reader, startedAt: platform.clock.now(), tenure: tenure === 'standard' ? undefined : tenure };
  return assist(request, { ticket, agent, context }, { ...platform, drafters: budgeted(platform.drafters, { record, ids: platform.ids }) });
}
