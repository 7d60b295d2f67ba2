import { chosenAgent } from '#shared/core/project-config/agent-choice.ts';
import type { AgentRules } from '#shared/core/project-config/agent-choice.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

const mark = 'agent:';

function isAgent(label: string): boolean {
  return label.startsWith(mark);
}

/** The labels that say something else than who works on the task. */
export function otherLabels(labels: readonly string[]): readonly string[] {
  return labels.filter((label) => !isAgent(label));
}

/** The labels with this agent in the place of another; null takes it away. */
export function withAgent(labels: readonly string[], agent: string | null): string[] {
  return [...otherLabels(labels), ...(agent === null ? [] : [mark + agent])];
}

/**
 * The labels of a task once a person has typed the others: an agent typed among them takes the place of the present one,
 * and is refused where there is none of that name, because the task would go to the default one.
 */
export function labelsTyped(
  labels: readonly string[],
  typed: readonly string[],
  rules: AgentRules | null,
): Result<string[], Failure> {
  const named = typed.filter(isAgent);
  const unknown = named.find(
    (label) =>
      rules !== null && chosenAgent(label.slice(mark.length), rules).by === 'unknown_label',
  );
  if (unknown !== undefined) {
    const choice = (rules?.types ?? []).join(', ');
    const message = `There is no agent named ${JSON.stringify(unknown.slice(mark.length))}.`;
    return err(failure('agent-unknown', message, `Choose one of ${choice}.`));
  }
  const agents = named.length > 0 ? named.slice(-1) : labels.filter(isAgent);
  return ok([...otherLabels(typed), ...agents]);
}
