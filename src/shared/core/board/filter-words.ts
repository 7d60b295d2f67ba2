import type { BoardColumn } from './board-columns.ts';

/** A word after `is:`: what it means in a few words, and the cards that it finds. */
export interface IsWord {
  readonly word: string;
  readonly meaning: string;
  /** Columns, or whether something of the task waits for the person. */
  readonly finds: readonly BoardColumn[] | 'waiting' | 'needs-me';
}

/** All words after `is:`. */
export const isWords: readonly IsWord[] = [
  { word: 'open', meaning: 'not begun', finds: ['backlog', 'ready'] },
  { word: 'backlog', meaning: 'waits for other tasks', finds: ['backlog'] },
  { word: 'ready', meaning: 'can start', finds: ['ready'] },
  { word: 'running', meaning: 'is worked on, or checked', finds: ['in_progress', 'review'] },
  { word: 'waiting', meaning: 'waits for your answer', finds: 'waiting' },
  { word: 'needs-me', meaning: 'waits for you, or is blocked', finds: 'needs-me' },
  { word: 'blocked', meaning: 'does not go on by itself', finds: ['blocked'] },
  { word: 'done', meaning: 'is closed', finds: ['done'] },
];

/** The names before a colon, each with what it takes. `p:` is short for `priority:`. */
export const filterNames: readonly { readonly name: string; readonly takes: string }[] = [
  { name: 'is', takes: listed(isWords.map(({ word }) => word)) },
  { name: 'epic', takes: 'the beginning of an epic’s id' },
  { name: 'label', takes: 'the beginning of a label' },
  { name: 'agent', takes: 'the beginning of an agent’s name' },
  { name: 'priority', takes: 'a number from 0 to 4' },
];

/** What a name before a colon takes; null for what is no name of the filter. */
export function takesOf(name: string): string | null {
  const full = name === 'p' ? 'priority' : name;
  return filterNames.find((one) => one.name === full)?.takes ?? null;
}

/** The number of a priority: `0` to `4`, or `p0` to `p4`; null for anything else. */
export function priorityOf(value: string): number | null {
  return /^p?[0-4]$/i.test(value) ? Number(value.at(-1)) : null;
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
