export { MarkList } from './mark-list.tsx';
export { RunCommands } from './run-commands.tsx';
export { runKeys } from './run-keys.ts';
export { runClock, runSegments, runStateOf, runTone, runWords, tallyWords } from './run-state.ts';
export type { RunState } from './run-state.ts';
export { attemptClock, attemptStateOf, taskLook, taskLooks, taskStateOf } from './task-state.ts';
export type { AttemptClock, TaskLook, TaskState } from './task-state.ts';
export { useAgentRules } from './use-agent-rules.ts';
export { useResume } from './use-resume.ts';
export {
  usePresentRun,
  useQueuedTasks,
  useNeededToo,
  useStartOption,
  useTaskLimits,
} from './use-run-queue.ts';
export { useRunSteering } from './use-run-steering.ts';
export { useTaskSteering } from './use-task-steering.ts';
export { useAttemptLook, useTaskLook, useTaskLooks } from './use-task-state.ts';
export { useWorkLife } from './use-work-life.ts';
export { workLifeOf } from './work-life.ts';
export type { WorkLife } from './work-life.ts';
