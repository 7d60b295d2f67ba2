import { boardKeys } from './board-keys.ts';

/** Menus of cards that a key opens. */
export const cardMenus = [
  { name: 'move', title: 'Move to a column…', keys: boardKeys.move },
  { name: 'priority', title: 'Set the priority…', keys: boardKeys.priority },
  { name: 'agent', title: 'Give to an agent…', keys: boardKeys.agent },
  { name: 'labels', title: 'Change the labels…', keys: boardKeys.labels },
] as const;
export type CardMenuName = (typeof cardMenus)[number]['name'];
