/**
 * `npm run audit -- verify --installation demo [--file export.ndjson]`: checks the hash chain and its signed checkpoints.
 * The signatures' key comes from this machine's local keys, or from `MASTER_KEY` in the environment;
 * checkpoints from before a change of it are checked with `MASTER_KEY_PREVIOUS`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AuditEntry, type AuditVerdict, auditEntrySchema, type Checkpoint, checkpointSchema } from '#shared/governance';
import { verifyChain } from '../worker/governance/audit/chain.ts';
import { checkSignatures } from '../worker/governance/audit/checkpoint.ts';
import { LocalApi, runningOrigin } from './local/api.ts';
import { keysFile } from './local/paths.ts';

type Export = { entries: AuditEntry[]; checkpoints: Checkpoint[] };

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { installation: { type: 'string', default: 'demo' }, file: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  if (positionals[0] !== 'verify') throw new Error('Usage: npm run audit -- verify --installation NAME [--file export.ndjson] [--json]');
  const text = values.file === undefined ? await download(values.installation) : readFileSync(values.file, 'utf8');
  const { entries, checkpoints } = parse(text);
  const keys = [masterKey(), ...(process.env.MASTER_KEY_PREVIOUS ? [process.env.MASTER_KEY_PREVIOUS] : [])];
  const signed = checkSignatures(checkpoints, [`zendesk:${values.installation}`, values.installation], keys);
  const fault = signed.fault ?? verifyChain(entries, checkpoints)?.message ?? null;
  const result = { ok: fault === null, checkpoints: checkpoints.length, ...signed, fault, entries: entries.length };
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : inWords(result));
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function inWords({ ok, entries, checkpoints, signedUpTo, keyGone, fault }: AuditVerdict & { ok: boolean; checkpoints: number }): string {
  if (!ok) return `NOT WHOLE: ${fault}\n`;
  const signed = signedUpTo === null ? 'Nothing is signed yet.' : `Signed up to entry ${signedUpTo} by ${checkpoints} checkpoints.`;
  const gone = `${keyGone} of them were signed with a key that is not here any more; the later ones cover their entries. Set MASTER_KEY_PREVIOUS to check them too.`;
  return `The chain of ${entries} entries is whole. ${signed}${keyGone > 0 ? ` ${gone}` : ''}\n`;
}

async function download(installation: string): Promise<string> {
  const api = new LocalApi(runningOrigin());
  const token = await api.token(installation, 'auditor');
  const response = await fetch(`${api.origin}/v1/audit/export`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`The export answered ${response.status}.`);
  return response.text();
}

/** Lines of an export: entries in their order, then checkpoints. Throws with the number of a line that is neither. */
function parse(text: string): Export {
  const found: Export = { entries: [], checkpoints: [] };
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const value = JSON.parse(line) as { checkpoint?: unknown };
      if (value.checkpoint === undefined) found.entries.push(auditEntrySchema.parse(value));
      else found.checkpoints.push(checkpointSchema.parse(value.checkpoint));
    } catch {
      throw new Error(`Line ${i + 1} is neither an entry nor a checkpoint.`);
    }
  }
  return found;
}

function masterKey(): string {
  if (process.env.MASTER_KEY) return process.env.MASTER_KEY;
  if (!existsSync(keysFile)) throw new Error('Set MASTER_KEY: without it the signatures of the checkpoints cannot be checked.');
  return (JSON.parse(readFileSync(keysFile, 'utf8')) as { masterKey: string }).masterKey;
}
