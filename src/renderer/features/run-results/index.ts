export { ResultStrip } from './result-strip.tsx';
export { useEpicResults } from './use-epic-results.ts';
