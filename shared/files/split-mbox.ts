/** An mbox into its messages (RFC 4155; `>From` is taken back as mboxrd has it). */

export type MboxMessage = { bytes: Uint8Array /** Line of the file, from 1. */; line: number };

const LF = 10;
const FROM = [70, 114, 111, 109, 32];

/** Messages begin at a `From ` line at the start or after an empty line. Empty for a file that does not begin with one. */
export function splitMbox(bytes: Uint8Array): MboxMessage[] {
  const starts: { at: number; line: number }[] = [];
  let line = 1;
  let empty = true;
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(LF, at);
    const next = end < 0 ? bytes.length : end + 1;
    if (empty && FROM.every((byte, i) => bytes[at + i] === byte)) starts.push({ at, line });
    const length = next - at;
    empty = length === 1 || (length === 2 && bytes[at] === 13);
    at = next;
    line++;
  }
  if (starts[0]?.at !== 0) return [];
  return starts.map(({ at, line }, i) => {
    const head = bytes.indexOf(LF, at);
    const until = starts[i + 1]?.at ?? bytes.length;
    return { bytes: unescapeFrom(bytes.subarray(head < 0 ? until : head + 1, until)), line };
  });
}

function unescapeFrom(message: Uint8Array): Uint8Array {
  const drop: number[] = [];
  for (let at = 0; at < message.length; ) {
    let quoted = at;
    while (message[quoted] === 62) quoted++;
    if (quoted > at && FROM.every((byte, i) => message[quoted + i] === byte)) drop.push(at);
    const end = message.indexOf(LF, at);
    at = end < 0 ? message.length : end + 1;
  }
  if (drop.length === 0) return message;
  const out = new Uint8Array(message.length - drop.length);
  let from = 0;
  let to = 0;
  for (const at of [...drop, message.length]) {
    out.set(message.subarray(from, at), to);
    to += at - from;
    from = at + 1;
  }
  return out;
}
