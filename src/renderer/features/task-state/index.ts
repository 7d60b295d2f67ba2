export { runClock, runStateOf, runTone, runWords } from './run-state.ts';
export type { RunState } from './run-state.ts';
export { attemptClock, attemptStateOf, taskLooks, taskStateOf } from './task-state.ts';
export type { AttemptClock, TaskState } from './task-state.ts';
export { useAttemptLook, useTaskLook, useTaskStates, useWorkLife } from './use-task-state.ts';
export { workLifeOf } from './work-life.ts';
export type { WorkLife } from './work-life.ts';
