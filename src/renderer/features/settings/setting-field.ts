import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { SettingText } from '#shared/model/settings/setting-text.ts';

/** One setting of `.switchyard/project.yaml` as a field of the form; what it may be says the schema. */
export interface SettingField extends SettingText {
  /** Keys from the file's top, as SPEC section 12 names them. */
  readonly path: readonly string[];
  /** For values that have an editor of their own. */
  readonly editor?: 'agent' | 'agent-by-label' | 'custom-agents';
  /** Why it does nothing together with the others; null when it does. */
  readonly idle?: (config: ProjectConfig) => string | null;
}

export interface SettingSection {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly SettingField[];
}
