/** Who sits at the desk, as the address says (`?as=900003`): every call of the page tells it. */
export function currentAgent() {
  const id = new URLSearchParams(location.search).get('as') ?? '';
  const send: typeof fetch = (input, init = {}) => {
    if (!/^\d+$/.test(id)) return fetch(input, init);
    const headers = new Headers(init.headers);
    headers.set('x-desk-agent', id);
    return fetch(input, { ...init, headers });
  };
  return { send };
}

/** Opens the desk anew as somebody else: what the one before has seen is gone. */
export function sitDownAs(id: number): void {
  const address = new URL(location.href);
  address.searchParams.set('as', String(id));
  address.hash = address.hash.split('/')[0] ?? '';
  location.assign(address);
}
