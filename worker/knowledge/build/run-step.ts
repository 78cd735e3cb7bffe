/** Runs one step, or answers with what it gave before. Results are kept as JSON, below a MiB. */
export type RunStep = <T extends StepResult>(name: string, work: () => Promise<T>) => Promise<T>;
export type StepResult = Record<string, string | number | boolean | string[]>;
