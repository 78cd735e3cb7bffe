const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Adds what every answer carries. A page that brings its own policy keeps it; only static files may be cached. */
export function secure(response: Response, requestId: string, environment: 'local' | 'production'): Response {
  const secured = mutable(response);
  const { headers } = secured;
  headers.set('x-request-id', requestId);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  if (environment === 'production') headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', API_POLICY);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  return secured;
}

/** Most answers were made here and take headers as they are; what another service answered is copied. */
function mutable(response: Response): Response {
  try {
    response.headers.delete('x-request-id');
    return response;
  } catch {
    return new Response(response.body, response);
  }
}
