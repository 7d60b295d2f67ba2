import type { ProjectConfig } from '#shared/model/project-config.ts';

/** How one of the values of a choice is shown. */
export interface ChoiceText {
  readonly label: string;
  readonly hint: string;
  /** Runs are refused with it, for this reason; it cannot be chosen. */
  readonly unavailable?: string;
}

/** One setting of `.switchyard/project.yaml` as a field of the form; what it may be says the schema. */
export interface SettingField {
  /** Keys from the file's top, as SPEC section 12 names them. */
  readonly path: readonly string[];
  readonly label: string;
  /** What it does, in one plain sentence. */
  readonly description: string;
  readonly unit?: string;
  /** For choices: how each value is shown. */
  readonly choices?: Readonly<Record<string, ChoiceText>>;
  /** What it means when there is nothing: "never". */
  readonly empty?: string;
  /** For values that have an editor of their own. */
  readonly editor?: 'agent' | 'agent-by-label' | 'custom-agents';
  /** One entry of a list: "pattern". */
  readonly entry?: string;
  /** Nothing in this version reads it: what can be done instead. */
  readonly unused?: string;
  /** When a new value counts, where that is not with the next run. */
  readonly takesEffect?: string;
  /** Why it does nothing together with the others; null when it does. */
  readonly idle?: (config: ProjectConfig) => string | null;
}

export interface SettingSection {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly SettingField[];
}
