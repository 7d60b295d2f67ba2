import { mergeSort } from './merge-sort.ts';
import { commonStart, compareIds, naturalKey } from './natural-order.ts';

/**
 * Gives a function that sorts some of the tasks, named by their place in the two lists: by ordinal
 * (null last), then by id as `compareIds` orders them. Reading a number from each id once beforehand
 * spares it nearly all comparisons of strings.
 */
export function createTaskSorter(
  ids: readonly string[],
  ordinals: readonly (number | null)[],
): (tasks: Int32Array) => void {
  const from = commonStart(ids);
  const ordinalOf = new Float64Array(ids.length);
  const keyOf = new Float64Array(ids.length);
  for (let task = 0; task < ids.length; task += 1) {
    ordinalOf[task] = ordinals[task] ?? Infinity;
    keyOf[task] = naturalKey(ids[task] ?? '', from);
  }
  const compare = (a: number, b: number): number => {
    const ordinalA = ordinalOf[a] ?? 0;
    const ordinalB = ordinalOf[b] ?? 0;
    if (ordinalA !== ordinalB) return ordinalA - ordinalB;
    const keyA = keyOf[a] ?? 0;
    const keyB = keyOf[b] ?? 0;
    if (keyA !== keyB) return keyA - keyB;
    return compareIds(ids[a] ?? '', ids[b] ?? '');
  };
  return (tasks) => mergeSort(tasks, compare);
}
