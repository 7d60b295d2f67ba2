import { generalSignals } from '#shared/core/agent-output/interpret.ts';
import { versionNumber } from './adapter.ts';
import type { AgentAdapter } from './adapter.ts';

/**
 * Built in: runs the task's `script` with `sh -eu`. Deterministic and offline, for codemods, chores,
 * demos and tests. It talks to no model, so nothing it prints is a rate limit; without a report of
 * its own the exit code decides.
 */
export const scriptAdapter: AgentAdapter = {
  type: 'script',
  title: 'Script',
  find: {
    commands: ['sh'],
    versionArguments: null,
    versionPattern: versionNumber,
    remedy: 'Put a POSIX shell named "sh" on PATH.',
    unsupported: { win32: 'The script agent needs a POSIX shell and does not run on Windows.' },
  },
  nonInteractive: { arguments: ['-eu', '{script_file}'], prompt: 'file' },
  interactive: null,
  resume: null,
  environment: {},
  output: 'plain',
  exitCodeReports: true,
  signals: { ...generalSignals, rateLimit: [] },
};
