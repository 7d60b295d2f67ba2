import type { AppParts } from './parts.ts';

/** One line for each view; whatever a feature adds to the frame is named here. */
export const parts: AppParts = {
  views: [],
  Welcome: null,
  TaskPanel: null,
  companions: [],
};
