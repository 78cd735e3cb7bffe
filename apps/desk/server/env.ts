/** Variables of the desk's Worker; its bindings stand where they are used, in `index.ts`. */
export type Variables = {
  ENVIRONMENT: string;
  /** PKCS8 PEM of the development app; stands for the key that Zendesk signs pages with. */
  DEV_APP_PRIVATE_KEY?: string;
  /** Of Deskgraph's OAuth client. */
  OAUTH_CLIENT_SECRET?: string;
};
