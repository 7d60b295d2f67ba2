import type { ElementEventPayloadMap } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { plural } from '#renderer/lib/format.ts';

/**
 * The picture under the pointer: the card as it is, where it was taken, and the number of tasks when
 * others that are selected go with it. The board's root element says how many are selected.
 */
export function generatePreview({
  source: { element },
  location: {
    current: { input },
  },
  nativeSetDragImage,
}: ElementEventPayloadMap['onGenerateDragPreview']): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  const isSelected = element.getAttribute('aria-selected') === 'true';
  const root = element.closest<HTMLElement>('[data-selected-count]');
  const count = isSelected ? Number(root?.dataset['selectedCount'] ?? 1) : 1;
  setCustomNativeDragPreview({
    nativeSetDragImage,
    getOffset: () => ({ x: input.clientX - left, y: input.clientY - top }),
    render({ container }) {
      const copy = element.cloneNode(true);
      if (!(copy instanceof HTMLElement)) return;
      copy.style.width = `${width}px`;
      copy.style.height = `${height}px`;
      container.append(copy);
      if (count > 1) container.append(countMark(count));
    },
  });
}

function countMark(count: number): HTMLElement {
  const mark = document.createElement('div');
  mark.className =
    'absolute top-1 right-1 rounded-full bg-accent px-2 text-12 font-medium text-on-accent';
  mark.textContent = plural(count, 'task');
  return mark;
}
