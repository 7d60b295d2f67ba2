import type { WorktreeSlot } from '#shared/model/worktree-slot.ts';

/**
 * The worktree slot for a task's next attempt, held for it: the one that holds its unfinished work,
 * else a free one, else a new one.
 */
export function chooseSlot(slots: readonly WorktreeSlot[], taskId: string): WorktreeSlot {
  const own = slots.find((slot) => slot.held && slot.taskId === taskId);
  const free = slots.filter((slot) => !slot.held).toSorted((a, b) => a.id.localeCompare(b.id))[0];
  return { id: own?.id ?? free?.id ?? nextSlotName(slots), taskId, held: true };
}

function nextSlotName(slots: readonly WorktreeSlot[]): string {
  const numbers = slots.map((slot) => Number(slot.id.slice(1)));
  return `w${Math.max(0, ...numbers) + 1}`;
}
