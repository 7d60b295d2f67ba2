/** Keys of the board's commands, for the palette, tooltips and menus alike. */
export const boardKeys = {
  filter: ['/'],
  run: ['r'],
  runReady: ['Shift+R'],
  edit: ['e'],
  move: ['m'],
  newTask: ['c'],
  newEpic: ['Shift+C'],
  runAll: ['Shift+A'],
  priority: ['p'],
  agent: ['a'],
  labels: ['l'],
  remove: ['Delete'],
  density: ['v d'],
} as const;
