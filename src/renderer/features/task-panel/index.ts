export { TaskPanel } from './task-panel.tsx';
export { ReasonDialog } from './reason-dialog.tsx';
export { taskLooks } from './task-looks.ts';
