import type { Context } from 'hono';
import type { Platform } from '../compose.ts';
import type { InstallationClient } from '../installation/record-client.ts';
import type { Session } from './session-token.ts';

export type AppVariables = { requestId: string; session: Session; record: InstallationClient };
export type AppEnv = { Variables: AppVariables };
export type AppContext = Context<AppEnv>;
export type RouteDeps = { platform: Platform };
