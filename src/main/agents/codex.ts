import { generalSignals } from '#shared/core/agent-output/interpret.ts';
import { readPromptFile, versionNumber } from './adapter.ts';
import type { AgentAdapter } from './adapter.ts';

/**
 * Codex's own sandbox: writes in the worktree, temporary folders and the report's folder only. The
 * network is left on, because without it not even a test server on the loopback interface starts.
 */
const sandbox = [
  '--sandbox',
  'workspace-write',
  '--config',
  'sandbox_workspace_write.network_access=true',
  '--add-dir',
  '{report_folder}',
];
const headless = ['exec', '--json', '--color', 'never', ...sandbox];

/**
 * Codex. Checked against 0.169.0 (`@openai/codex`), run against a local model server: `-` reads the
 * prompt from standard input, `exec` never asks for approval, a failed turn ends with exit code 1.
 */
export const codexAdapter: AgentAdapter = {
  type: 'codex',
  title: 'Codex',
  find: {
    commands: ['codex'],
    versionArguments: ['--version'],
    versionPattern: versionNumber,
    remedy: 'Install it with "npm install -g @openai/codex" and log in once with "codex login".',
    unsupported: {},
  },
  nonInteractive: { arguments: [...headless, '-'], prompt: 'stdin' },
  interactive: { arguments: [...sandbox, readPromptFile], prompt: 'file' },
  resume: { arguments: [...headless, 'resume', '{session_id}', '-'], prompt: 'stdin' },
  environment: {},
  output: 'codex',
  exitCodeReports: false,
  signals: generalSignals,
};
