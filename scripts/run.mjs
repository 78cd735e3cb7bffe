// Every `npm run` script enters here, so that an old Node is told apart from a broken project in one sentence.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Deskgraph's tools need Node 22.18 or newer; this is ${process.versions.node}. On Linux and Intel Macs "npm install" brings one (not with --omit=optional); elsewhere install Node 24 from nodejs.org.\n`,
  );
  process.exit(1);
}
process.env.NODE_NO_WARNINGS ??= '1';
const [name, ...rest] = process.argv.slice(2);
process.argv.splice(2, process.argv.length, ...rest);
await import(`./${name}.ts`);
