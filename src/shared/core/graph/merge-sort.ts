import { at } from './adjacency.ts';

type Compare = (a: number, b: number) => number;

/** Runs up to this length are sorted by insertion. */
const shortRun = 8;

function insertionSort(items: Int32Array, start: number, end: number, compare: Compare): void {
  for (let next = start + 1; next < end; next += 1) {
    const item = at(items, next);
    let place = next;
    while (place > start && compare(at(items, place - 1), item) > 0) {
      items[place] = at(items, place - 1);
      place -= 1;
    }
    items[place] = item;
  }
}

/** Merges the sorted runs of `width` items, two at a time, from one list into the other. */
function mergeRuns(source: Int32Array, target: Int32Array, width: number, compare: Compare): void {
  const { length } = source;
  for (let place = 0; place < length;) {
    let left = place;
    const middle = Math.min(left + width, length);
    let right = middle;
    const end = Math.min(middle + width, length);
    while (left < middle && right < end) {
      const fromLeft = at(source, left);
      const fromRight = at(source, right);
      if (compare(fromLeft, fromRight) <= 0) {
        target[place++] = fromLeft;
        left += 1;
      } else {
        target[place++] = fromRight;
        right += 1;
      }
    }
    while (left < middle) target[place++] = at(source, left++);
    while (right < end) target[place++] = at(source, right++);
  }
}

/**
 * Sorts numbers in place; equal ones stay in order. Where `compare` is short this takes a fraction of
 * the built-in sort's time, since the compiler can place it inside these loops.
 */
export function mergeSort(items: Int32Array, compare: Compare): void {
  const { length } = items;
  for (let start = 0; start < length; start += shortRun) {
    insertionSort(items, start, Math.min(start + shortRun, length), compare);
  }
  if (length <= shortRun) return;
  let source = items;
  let target: Int32Array = new Int32Array(length);
  for (let width = shortRun; width < length; width *= 2) {
    mergeRuns(source, target, width, compare);
    [source, target] = [target, source];
  }
  if (source !== items) items.set(source);
}
