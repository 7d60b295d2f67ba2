import { createSlice } from '@reduxjs/toolkit';
import type { PayloadAction } from '@reduxjs/toolkit';

/** How the frame is shown. Theme and sizes of panels are kept by the design system, per machine. */
export interface ViewState {
  /** The task panel covers the view. */
  readonly isPanelMaximised: boolean;
  /** Interrupted run whose banner was dismissed in this window. */
  readonly dismissedRunId: string | null;
}

const initialState: ViewState = { isPanelMaximised: false, dismissedRunId: null };

export const viewSlice = createSlice({
  name: 'view',
  initialState,
  reducers: {
    panelMaximised(state, { payload }: PayloadAction<boolean>) {
      state.isPanelMaximised = payload;
    },
    runBannerDismissed(state, { payload }: PayloadAction<string>) {
      state.dismissedRunId = payload;
    },
  },
  selectors: {
    selectIsPanelMaximised: ({ isPanelMaximised }) => isPanelMaximised,
    selectDismissedRunId: ({ dismissedRunId }) => dismissedRunId,
  },
});
