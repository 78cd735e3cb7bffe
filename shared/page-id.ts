/** The id of a document that is known by its address alone. */

/** The address without what does not tell pages apart: fragment, tracking parameters, a slash at its end. */
export function canonicalUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.hash = '';
  for (const name of [...url.searchParams.keys()]) if (/^(?:utm_\w+|fbclid|gclid|hsCtaTracking|__hs\w+|_hs\w+)$/i.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  return url.toString().replace(/\/(?=$|\?)/, '');
}

/** At most 256 characters, readable, and the same for the same page: host, path, and a checksum where it must be cut. */
export function pageId(url: string): string {
  const short = url.replace(/^https?:\/\//, '');
  if (short.length <= 200) return short;
  // FNV-1a over the whole address (http://www.isthe.com/chongo/tech/comp/fnv/): two long addresses with one beginning stay apart.
  let low = 0x811c9dc5;
  let high = 0x1000193;
  for (let i = 0; i < short.length; i++) {
    low = Math.imul(low ^ short.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ short.charCodeAt(short.length - 1 - i), 0x01000193);
  }
  return `${short.slice(0, 180)}~${(low >>> 0).toString(16).padStart(8, '0')}${(high >>> 0).toString(16).padStart(8, '0')}`;
}
