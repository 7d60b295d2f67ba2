import type { ReactNode } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import type { SettingField } from './setting-field.ts';
import type { SettingDraft } from './use-setting-draft.ts';

/** What the control of a setting is made of. */
export interface SettingControlProps {
  readonly field: SettingField;
  readonly draft: SettingDraft;
  readonly agents: readonly AgentInfo[];
  /** In place of the field's sentence, where there is something more urgent. */
  readonly description: ReactNode;
  readonly error: string | null;
  readonly isDisabled: boolean;
}
