/** A file that an agent or a check may have written into: it is opened without links and without waiting. */
export interface OutputFile {
  readonly folder: string;
  readonly name: string;
}
