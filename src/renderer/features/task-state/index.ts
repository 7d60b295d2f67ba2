export { runClock, runStateOf, runTone, runWords } from './run-state.ts';
export type { RunState } from './run-state.ts';
export { attemptClock, attemptStateOf, taskLooks, taskStateOf } from './task-state.ts';
export type { AttemptClock, TaskState } from './task-state.ts';
export { usePresentRun, useQueuedTasks, useStartOffer } from './use-run-queue.ts';
export { useAttemptLook, useTaskLook, useTaskStates } from './use-task-state.ts';
export { useWorkLife } from './use-work-life.ts';
export { workLifeOf } from './work-life.ts';
export type { WorkLife } from './work-life.ts';
