export { RunView } from './run-view.tsx';
export { runSpending } from './run-spending.ts';
