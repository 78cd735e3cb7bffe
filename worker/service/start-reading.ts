import type { IngestRun } from '#shared/api';
import type { Platform } from '../compose.ts';

const STARTING = 'starting to read';
const STARTING_ARTICLES = 'starting to read articles';

/**
 * Starts a run that reads the connected sources and builds what came of it; null when there is nothing to read and nothing
 * to learn. Of `articles` alone a run is soon done: exports of tickets allow a few calls a minute.
 */
export async function startReading(
  platform: Platform,
  installation: string,
  { relearn = false, only }: { relearn?: boolean; only?: 'articles' } = {},
): Promise<IngestRun | null> {
  const record = platform.installation(installation);
  if (!(await record.settings())) return null;
  const sources = await record.sources();
  const learnable = relearn && (await record.countDocuments('article')) > 0;
  if (!learnable && !sources.some((source) => !source.paused)) return null;
  // One that has not begun to read yet will read this as well.
  const waiting = (await record.runs(5, 0)).find((run) => run.state === 'building' && (run.step === STARTING || (only && run.step === STARTING_ARTICLES)));
  return waiting ?? startRun(platform, installation, { reads: only ?? 'all', relearn });
}

/** Starts a run over what is stored already, reading the connected sources first where `reads` says so. */
export async function startRun(platform: Platform, installation: string, options: Pick<IngestRun, 'reads' | 'relearn'> = {}): Promise<IngestRun> {
  const run: IngestRun = {
    id: platform.ids.next('run'),
    state: 'building',
    read: {},
    skipped: [],
    skippedCount: 0,
    step: options.reads === 'articles' ? STARTING_ARTICLES : STARTING,
    progress: 0.01,
    ...options,
    seconds: 0,
    releaseId: null,
    snapshot: null,
    error: null,
  };
  await platform.installation(installation).saveRun(run);
  await platform.startBuild({ installation, runId: run.id, ...options });
  return run;
}
