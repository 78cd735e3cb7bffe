/** The HubSpot card beside the local desk, drawn with plain elements. Exists on a developer's machine alone. */
import type { RouteDeps } from '../context.ts';
import { createRoutes, provenBy, type Routes } from '../routes.ts';

const STYLE = `body{font:13px/1.45 system-ui,sans-serif;margin:12px;color:#33475b;background:#fff}p{margin:0}h3{font-size:13px;margin:0}
.flex{display:flex;gap:8px;flex-wrap:wrap}.flex.column{flex-direction:column;flex-wrap:nowrap}.tile{border:1px solid #cbd6e2;border-radius:3px;padding:8px}
.tag{background:#e5f5f8;border-radius:3px;padding:1px 6px}.alert{border-left:3px solid #7c98b6;background:#f5f8fa;padding:6px 8px}.alert.danger{border-color:#d94c53}.alert.warning{border-color:#f5c26b}.alert.success{border-color:#00bda5}
button{font:inherit;border:1px solid #cbd6e2;border-radius:3px;background:#fff;padding:3px 10px;cursor:pointer}button.primary{background:#33475b;color:#fff}button.destructive{background:#b3261e;color:#fff}.microcopy{font-size:12px;color:#516f90}
label{display:block}textarea,select{display:block;width:100%;box-sizing:border-box;font:inherit}#about{font-size:12px;background:#fef8e6;padding:6px 8px;margin-bottom:10px}ul,ol{margin:0;padding-left:18px}`;

export function hubspotPreviewRoutes({ platform }: RouteDeps): Routes {
  const app = createRoutes();
  app.get('/hubspot/preview', provenBy('none'), () => {
    const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
    const policy = `default-src 'none'; script-src 'self'; style-src 'nonce-${nonce}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`;
    const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>HubSpot card, preview</title><style nonce="${nonce}">${STYLE}</style></head>
<body><p id="about" data-testid="preview-note">Preview: the HubSpot card's own code on this ticket, with HubSpot's components drawn as plain elements. In HubSpot they look like HubSpot's.</p>
<p id="note" role="status"></p><main id="root"></main><script type="module" src="/hubspot/preview.js"></script></body></html>
`;
    return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy } });
  });
  app.get('/hubspot/preview.js', provenBy('none'), (c) => platform.assets.fetch(new URL('/hubspot/preview.js', c.req.url)));
  return app;
}
