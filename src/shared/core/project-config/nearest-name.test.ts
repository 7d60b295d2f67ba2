import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const names = ['mode', 'schedule', 'max_parallel_tasks', 'max_cycles', 'review'];

describe('nearestName', () => {
  it.each([
    ['maxParallelTasks', 'max_parallel_tasks'],
    ['max-paralel-tasks', 'max_parallel_tasks'],
    ['shedule', 'schedule'],
    ['Mode', 'mode'],
    ['max_cycle', 'max_cycles'],
  ])('takes %s for %s', (written, meant) => {
    expect(nearestName(written, names)).toBe(meant);
  });

  it.each(['', 'x', 'colour', 'z'.repeat(10_000)])('has no guess for %j', (written) => {
    expect(nearestName(written.slice(0, 10_000), names)).toBeNull();
  });
});
