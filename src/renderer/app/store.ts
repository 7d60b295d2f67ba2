import { combineSlices, configureStore } from '@reduxjs/toolkit';
import { boardSlice } from '#renderer/features/board/index.ts';
import { viewSlice } from './view-slice.ts';

/** One line for each slice: the app's own, then those of the features. */
const reducer = combineSlices(viewSlice, boardSlice);

/** What is shown and how; documents are never in it. */
export type RootState = ReturnType<typeof reducer>;

/** Makes the store of a window. */
export function createStore() {
  return configureStore({ reducer });
}
