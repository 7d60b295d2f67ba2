/** What decides who works on a task: the agents there are, and what the config says. */
export interface AgentRules {
  /** The agent of a task that no label gives to another one. */
  readonly byDefault: string;
  /** Agents for the label `agent:<type>`. */
  readonly byType: Readonly<Record<string, string>>;
  /** Names of the agents that can be chosen. */
  readonly types: readonly string[];
}

/** Who works on a task, and how that came about. */
export interface ChosenAgent {
  readonly type: string;
  /** `unknown_label`: the label names no agent, so that the default one works. */
  readonly by: 'default' | 'label' | 'config' | 'unknown_label';
}

/**
 * The agent of a task with this `agent:<label>` (null: it has none): what the config maps the label to, else the agent of
 * that name, else the default one (SPEC section 2, labels).
 */
export function chosenAgent(
  label: string | null,
  { byDefault, byType, types }: AgentRules,
): ChosenAgent {
  if (label === null) return { type: byDefault, by: 'default' };
  if (Object.hasOwn(byType, label)) return { type: byType[label] ?? byDefault, by: 'config' };
  if (types.includes(label)) return { type: label, by: 'label' };
  return { type: byDefault, by: 'unknown_label' };
}

/** What a label leads to, in words: `swift → claude (default)`; null where it names its agent itself. */
export function labelWords(label: string, { type, by }: ChosenAgent): string | null {
  switch (by) {
    case 'config':
      return label === type ? null : `${label} → ${type}`;
    case 'unknown_label':
      return `${label} → ${type} (default)`;
    case 'default':
    case 'label':
      return null;
    default:
      return by satisfies never;
  }
}
