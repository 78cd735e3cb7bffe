import type { Desk } from './desk.ts';
import type { Directory } from './directory.ts';

/** Bindings and variables of the desk's Worker. */
export type Env = {
  ENVIRONMENT: string;
  ASSETS: Fetcher;
  DESK: DurableObjectNamespace<Desk>;
  DIRECTORY: DurableObjectNamespace<Directory>;
  /** PKCS8 PEM of the development app; stands for the key that Zendesk signs pages with. */
  DEV_APP_PRIVATE_KEY?: string;
};
