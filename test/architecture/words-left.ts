/**
 * How many words of the dialect are left in the names and comments of each room. A number may only
 * fall; a room that is not named has none.
 */
export const wordsLeft: Readonly<Record<string, number>> = {
  'src/main': 2,
  'src/main/command-line': 2,
  'src/main/engine': 213,
  'src/main/ipc': 3,
  'src/main/landing': 8,
  'src/main/notify': 1,
  'src/main/runs': 36,
  'src/main/sources': 50,
  'src/main/store': 2,
  'src/main/task-files': 33,
  'src/main/work': 1,
  'src/renderer/app': 1,
  'src/renderer/db': 153,
  'src/renderer/features/board': 18,
  'src/renderer/features/runs': 4,
  'src/renderer/features/settings': 2,
  'src/renderer/features/task-panel': 8,
  'src/renderer/features/transfers': 3,
  'src/renderer/features/work': 5,
  'src/renderer/ui': 1,
  'src/shared/contract': 10,
  'src/shared/core/board': 3,
  'src/shared/core/edits': 58,
  'src/shared/core/protocol': 31,
  'src/shared/core/records': 24,
  'src/shared/core/runs': 29,
  'src/shared/model': 3,
};
