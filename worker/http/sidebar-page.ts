/** The HTML that Zendesk shows in its sidebar, and in its navigation bar. */

export type SidebarPage = {
  /** Which bundle: `/zendesk/sidebar.js`, or `/console/console.js`. */
  bundle?: 'zendesk/sidebar' | 'console/console';
  /** What the page starts with; becomes JSON inside it. */
  session: Record<string, unknown>;
  /** Null outside Zendesk. */
  sdkUrl: string | null;
  nonce: string;
  stylesheet: boolean;
};

export function sidebarPage({ bundle = 'zendesk/sidebar', session, sdkUrl, nonce, stylesheet }: SidebarPage): string {
  // `<` is escaped, so that no value can end the element it stands in.
  const json = JSON.stringify(session).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="sc-nonce" content="${nonce}">
<title>Deskgraph</title>
${stylesheet ? `<link rel="stylesheet" href="/${bundle}.css">\n` : ''}<script type="application/json" id="deskgraph-session">${json}</script>
${sdkUrl === null ? '' : `<script src="${sdkUrl}" nonce="${nonce}"></script>\n`}<script type="module" src="/${bundle}.js" nonce="${nonce}"></script>
</head>
<body><div id="root"></div></body>
</html>
`;
}

/** A page that says one thing, readable inside the frame. `message` is plain text. */
export const messagePage = (message: string): string => plainPage(`<main class="page" role="alert"><h1>Deskgraph</h1><p>${escaped(message)}</p></main>`);

/** The console before there is an installation: one thing to do. `url` is a path of ours. */
export const connectPage = (url: string): string =>
  plainPage(`<main class="page"><h1>Connect Deskgraph to Zendesk</h1>
<p>Deskgraph reads your help centre and solved tickets, and adds tags to new tickets when you let it. Zendesk asks you, as an administrator, to allow that once.</p>
<p><a class="button primary" href="${escaped(url)}" target="_blank" rel="noopener" data-testid="connect">Connect to Zendesk</a></p>
<p>When Zendesk has said that Deskgraph is connected, reload this page.</p></main>`);

/** In the console's clothes. Where a policy allows no stylesheet it is bare, and says the same. */
const plainPage = (main: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Deskgraph</title><link rel="stylesheet" href="/console/console.css"></head>
<body>${main}</body></html>
`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Of pages that hold no script. */
export const MESSAGE_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const newNonce = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));

export const htmlResponse = (html: string, status: number, policy: string): Response =>
  new Response(html, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy },
  });

export function pagePolicy({ nonce, sdkUrl, frameAncestors }: { nonce: string; sdkUrl: string | null; frameAncestors: string }): string {
  const sdk = sdkUrl?.startsWith('https://') ? ` ${new URL(sdkUrl).origin}` : '';
  return [
    "default-src 'none'",
    `script-src 'self'${sdk} 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}
