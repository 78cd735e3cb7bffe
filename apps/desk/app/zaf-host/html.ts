/** HTML of the app framework to the plain text of this desk's composer and notices, and back. */

const breaks = 'br,p,div,li,ul,ol,h1,h2,h3,h4,h5,h6,blockquote,pre,tr';

/** The words of a fragment; blocks and line breaks become lines. Nothing of it is run or fetched. */
export function htmlToPlain(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const node of page.querySelectorAll('script,style')) node.remove();
  for (const text of textNodes(page.body)) text.data = text.data.replace(/\s+/g, ' ');
  for (const element of page.querySelectorAll(breaks)) {
    if (element.localName === 'li') element.prepend('- ');
    element.append(element.localName === 'br' || element.localName === 'li' || element.localName === 'tr' ? '\n' : '\n\n');
  }
  return (page.body.textContent ?? '')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function textNodes(root: Node): Text[] {
  const walker = root.ownerDocument?.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: Text[] = [];
  for (let node = walker?.nextNode(); node; node = walker?.nextNode()) nodes.push(node as Text);
  return nodes;
}

/** What an app that believes in rich text reads of the composer. */
export function plainToHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
}
