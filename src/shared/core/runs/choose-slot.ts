import type { WorktreeSlot } from '#shared/model/worktree-slot.ts';

/**
 * The worktree slot for a task's next attempt, reserved for it: the one with its unfinished work, else a free one, else a new one.
 */
export function chooseSlot(slots: readonly WorktreeSlot[], taskId: string): WorktreeSlot {
  const own = slots.find((slot) => slot.reserved && slot.taskId === taskId);
  const free = slots
    .filter((slot) => !slot.reserved)
    .toSorted((a, b) => a.id.localeCompare(b.id))[0];
  return { id: own?.id ?? free?.id ?? nextSlotName(slots), taskId, reserved: true };
}

function nextSlotName(slots: readonly WorktreeSlot[]): string {
  const numbers = slots.map((slot) => Number(slot.id.slice(1)));
  return `w${Math.max(0, ...numbers) + 1}`;
}
