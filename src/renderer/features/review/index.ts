export { ChangeReview } from './change-review.tsx';
export type { Comparison } from './comparison.ts';
