/** One line that is drawn again on a terminal; on a pipe, a line whenever what is being done changes. */
export function progressLine(title: string): { update: (share: number, what: string) => void; end: () => void } {
  let last = '';
  const terminal = process.stdout.isTTY === true;
  return {
    update(share, what) {
      const cells = Math.round(Math.min(1, Math.max(0, share)) * 24);
      const bar = `${'█'.repeat(cells)}${'░'.repeat(24 - cells)}`;
      if (terminal) process.stdout.write(`\r\x1b[2K${title} ${bar} ${Math.round(share * 100)} % ${what}`);
      else if (what !== last) process.stdout.write(`${title}: ${what}\n`);
      last = what;
    },
    end() {
      if (terminal) process.stdout.write('\r\x1b[2K');
    },
  };
}
