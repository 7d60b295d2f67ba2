import { generalSignals } from '#shared/core/agent-output/interpret.ts';
import { readPromptFile, versionNumber } from './adapter.ts';
import type { AgentAdapter } from './adapter.ts';

const permissions = ['--approval-mode', 'yolo', '--include-directories', '{report_folder}'];
const headless = ['--output-format', 'stream-json', ...permissions];

/**
 * Gemini CLI. Checked against 0.61.0 (`@google/gemini-cli`), run against a local model server: it is
 * headless when its standard input is no terminal, and reads the prompt there.
 */
export const geminiAdapter: AgentAdapter = {
  type: 'gemini',
  title: 'Gemini CLI',
  find: {
    commands: ['gemini'],
    versionArguments: ['--version'],
    versionPattern: versionNumber,
    remedy: 'Install it with "npm install -g @google/gemini-cli" and log in once with "gemini".',
    unsupported: {},
  },
  nonInteractive: { arguments: headless, prompt: 'stdin' },
  interactive: {
    arguments: [...permissions, '--prompt-interactive', readPromptFile],
    prompt: 'file',
  },
  resume: { arguments: [...headless, '--resume', '{session_id}'], prompt: 'stdin' },
  // A fresh worktree is not trusted, and then it refuses to work. A variable, unlike the flag of
  // newer versions, does not stop older ones.
  environment: { GEMINI_CLI_TRUST_WORKSPACE: 'true' },
  output: 'gemini',
  exitCodeReports: false,
  signals: generalSignals,
};
