import { z } from 'zod';

/** How one of the values of a choice is shown. */
export interface ChoiceText {
  readonly label: string;
  readonly hint: string;
  /** Runs are refused with it, for this reason; it cannot be chosen. */
  readonly unavailable?: string;
  /** What this version would need for it, after "needs": "the reviewer". */
  readonly needs?: string;
}

/** All that is said of a setting: in the form, on the page of the documentation, in the file that `init` writes. */
export interface SettingText {
  readonly label: string;
  /** What it does, in one plain sentence. */
  readonly description: string;
  /** What the documentation says in place of the description: Markdown, for people with the file before them. */
  readonly page?: string;
  /** Its comment in the file that `init` writes. */
  readonly comment?: string;
  readonly unit?: string;
  /** For choices: how each value is shown. */
  readonly choices?: Readonly<Record<string, ChoiceText>>;
  /** What it means when there is nothing: "never". */
  readonly empty?: string;
  /** One entry of a list: "pattern". */
  readonly entry?: string;
  /** Nothing in this version reads it: what can be done instead. */
  readonly unused?: string;
  /** When a new value counts, where that is not with the next run. */
  readonly takesEffect?: string;
}

/** The texts of all settings, by their schemas. */
export const settingTexts = z.registry<SettingText>();

/** Says what a setting is; its schema says what it may be, and its default. */
export function setting<Schema extends z.ZodType>(text: SettingText, schema: Schema): Schema {
  settingTexts.add(schema, text);
  return schema;
}
