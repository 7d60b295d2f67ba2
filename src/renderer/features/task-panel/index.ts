export { TaskPanel } from './task-panel.tsx';
export { taskLooks } from './task-looks.ts';
