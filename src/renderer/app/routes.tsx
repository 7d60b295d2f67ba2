import { SquareKanban } from 'lucide-react';
import { Board } from '#renderer/features/board/index.ts';
import type { AppParts } from './parts.ts';

/** One line for each view; whatever a feature adds to the frame is named here. */
export const parts: AppParts = {
  views: [{ name: 'board', title: 'Board', icon: SquareKanban, keys: ['g b'], View: Board }],
  Welcome: null,
  TaskPanel: null,
  companions: [],
};
