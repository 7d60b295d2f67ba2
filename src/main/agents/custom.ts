import { generalSignals } from '#shared/core/agent-output/interpret.ts';
import type { CustomAgent } from '#shared/model/settings/agent-settings.ts';
import { versionNumber } from './adapter.ts';
import type { AgentAdapter, LaunchForm } from './adapter.ts';

/**
 * The adapter of an agent that the config describes under `agents.custom.<type>`. A prompt that no
 * argument names is handed over as `prompt` says; `argument` then means after the last one.
 */
export function customAdapter(type: string, agent: CustomAgent): AgentAdapter {
  const [program = type, ...rest] = agent.command;
  return {
    type,
    title: type,
    find: {
      commands: [program],
      versionArguments: agent.version ?? null,
      versionPattern: versionNumber,
      remedy: `Install it, or correct agents.custom.${type}.command in .switchyard/project.yaml.`,
      unsupported: {},
    },
    nonInteractive: launchForm(rest, agent.prompt),
    interactive: null,
    resume: null,
    environment: agent.env,
    output: agent.output,
    exitCodeReports: false,
    signals: generalSignals,
  };
}

function launchForm(rest: readonly string[], prompt: CustomAgent['prompt']): LaunchForm {
  if (rest.some((argument) => argument.includes('{prompt}'))) {
    return { arguments: rest, prompt: 'argument' };
  }
  if (rest.some((argument) => argument.includes('{prompt_file}'))) {
    return { arguments: rest, prompt: 'file' };
  }
  return { arguments: prompt === 'argument' ? [...rest, '{prompt}'] : rest, prompt };
}
