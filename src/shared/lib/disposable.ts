/** Something that holds a handle, timer or listener until it is disposed of. */
export interface Subscription {
  /** Lets go; calling it again does nothing. */
  dispose(): void;
}
