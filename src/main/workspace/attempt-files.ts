import { join } from 'node:path';
import type { WorkspacePaths } from './data-folder.ts';

interface Places {
  readonly paths: Pick<WorkspacePaths, 'prompts' | 'reports' | 'transcripts'>;
}

/** Where an attempt's terminal output is kept. */
export function transcriptFile({ paths }: Pick<Places, 'paths'>, attemptId: string): string {
  return join(paths.transcripts, `${attemptId}.log`);
}

/** Where an attempt's prompt is written for its agent. */
export function promptFile({ paths }: Places, attemptId: string): string {
  return join(paths.prompts, `${attemptId}.md`);
}

/** Where the script of an attempt's task is written for the script agent. */
export function scriptFile({ paths }: Places, attemptId: string): string {
  return join(paths.prompts, `${attemptId}.sh`);
}

/** Where an attempt's agent may leave its report. */
export function reportFile({ paths }: Places, attemptId: string): string {
  return join(paths.reports, `${attemptId}.json`);
}
