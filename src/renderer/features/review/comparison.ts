/** Two commits to be compared, as full ids. */
export interface Comparison {
  readonly from: string;
  readonly to: string;
}
