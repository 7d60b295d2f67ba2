import { createContext } from 'react';
import type { Arrow } from './walk.ts';

/** What a box reports to the graph about its keyboard. */
export interface BoxKeys {
  readonly onFocus: (taskId: string, isByKey: boolean) => void;
  readonly onBlur: () => void;
  readonly onArrow: (taskId: string, key: Arrow) => void;
}

export const BoxKeysContext = createContext<BoxKeys>({
  onFocus: () => undefined,
  onBlur: () => undefined,
  onArrow: () => undefined,
});
