/** Keys that steer the run, for commands and tooltips alike. Ending agents takes the same key twice. */
export const runKeys = {
  /** Pauses, and goes on: with a paused run as with an interrupted one. */
  pause: ['Shift+P'],
  cancel: ['Shift+X'],
  stop: ['Shift+S Shift+S'],
} as const;
