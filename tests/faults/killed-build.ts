/** A process that builds, with everything it keeps on disk after each write, and that kills itself where it is told to. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryInstallation, type Persisted } from '../knowledge/memory-record.ts';
import { shopCorpus } from '../knowledge/support.ts';

const [folder = '', kill = 'never'] = process.argv.slice(2);
const stateFile = join(folder, 'state.json');
const stepsFile = join(folder, 'steps.json');
const read = <T>(file: string, otherwise: T): T => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : otherwise);
const write = (file: string, value: unknown): void => {
  writeFileSync(`${file}.new`, JSON.stringify(value));
  renameSync(`${file}.new`, file);
};

const installation = memoryInstallation(shopCorpus(), read<Partial<Persisted>>(stateFile, {}));
const persisting = <T extends object>(target: T): T =>
  new Proxy(target, {
    get: (of, name) => {
      const method = of[name as keyof T];
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        const result: unknown = await (method as (...a: unknown[]) => unknown).apply(of, args);
        write(stateFile, installation.dump());
        return result;
      };
    },
  });
Object.assign(installation.deps, { record: persisting(installation.deps.record), snapshots: persisting(installation.deps.snapshots) });

const done = read<Record<string, unknown>>(stepsFile, {});
const run = await installation.build({
  runId: 'run0',
  async step(name, work) {
    if (name in done) return done[name] as Awaited<ReturnType<typeof work>>;
    if (kill === `before:${name}`) process.kill(process.pid, 'SIGKILL');
    const result = await work();
    if (kill === `after:${name}`) process.kill(process.pid, 'SIGKILL');
    done[name] = result;
    write(stepsFile, done);
    return result;
  },
});
process.stdout.write(`${run.state} ${run.snapshot ?? run.error} releases ${installation.releases.length}\n`);
