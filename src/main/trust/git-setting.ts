/** A setting of git, as a file or git itself has it. */
export interface GitSetting {
  readonly key: string;
  readonly value: string;
}
