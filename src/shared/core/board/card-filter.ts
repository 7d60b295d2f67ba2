import { assertNever } from '#shared/lib/assert-never.ts';
import { agentLabel } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import type { BoardCard } from './board-columns.ts';
import { isWords, priorityOf, takesOf } from './filter-words.ts';
import type { IsWord } from './filter-words.ts';

/** One thing that a card must have, lower case. */
type Term =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'epic' | 'agent' | 'label'; readonly text: string }
  | { readonly kind: 'is'; readonly words: readonly IsWord[] }
  | { readonly kind: 'priority'; readonly priority: number };

/** What a filter needs to know beside the cards. */
export interface FilterKnowledge {
  /** Names the agent that a task gets. */
  readonly agentOf?: (task: Task) => string;
  /** Ids of all tasks and epics, so that a whole id is not taken for the beginning of another. */
  readonly taskIds?: () => Iterable<string>;
  readonly epicIds?: () => Iterable<string>;
  /** Tasks of which something waits for the person, and those that wait for their answer. */
  readonly inNeed?: { readonly all: ReadonlySet<string>; readonly waiting: ReadonlySet<string> };
}

/** A piece of a filter that does not do what it looks like, and a sentence that says so. */
export interface FilterSlip {
  readonly piece: string;
  readonly problem: string;
}

/** Lower-case text that free words are looked up in, made once for each task. */
const haystacks = new WeakMap<Task, string>();

function haystackOf(task: Task): string {
  const known = haystacks.get(task);
  if (known !== undefined) return known;
  const made = [task.id, task.title, ...task.labels].join('\n').toLowerCase();
  haystacks.set(task, made);
  return made;
}

/** Pieces between spaces; double quotes keep spaces in a piece. */
function piecesOf(text: string): readonly string[] {
  return (text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [])
    .map((piece) => piece.replaceAll('"', ''))
    .filter((piece) => piece !== '');
}

interface NamedPiece {
  /** What stands before the first colon, lower case; empty without one. */
  readonly name: string;
  readonly value: string;
}

function partsOf(piece: string): NamedPiece {
  const text = piece.toLowerCase();
  const colon = text.indexOf(':');
  return { name: text.slice(0, Math.max(colon, 0)), value: text.slice(colon + 1) };
}

function wordsOf(value: string): readonly IsWord[] {
  return isWords.filter(({ word }) => word.startsWith(value));
}

/** The term that a piece stands for; null when it is a name without a value yet. */
function termOf(piece: string): Term | null {
  const { name, value } = partsOf(piece);
  const word: Term = { kind: 'word', text: piece.toLowerCase() };
  switch (name) {
    case 'epic':
    case 'agent':
    case 'label':
      return value === '' ? null : { kind: name, text: value };
    case 'is': {
      if (value === '') return null;
      const words = wordsOf(value);
      return words.length === 0 ? word : { kind: 'is', words };
    }
    case 'p':
    case 'priority': {
      if (value === '') return null;
      const priority = priorityOf(value);
      return priority === null ? word : { kind: 'priority', priority };
    }
    default:
      return word;
  }
}

function slipOf(piece: string): readonly FilterSlip[] {
  const { name, value } = partsOf(piece);
  const takes = takesOf(name);
  if (takes === null) {
    // Text with a colon in it, such as an address or a time, is nobody's slip.
    const looksLikeName = /^[a-z]{1,12}$/.test(name) && !value.startsWith('//');
    if (!looksLikeName) return [];
    return [{ piece, problem: `“${name}:” is no word of the filter: it is looked for as text.` }];
  }
  if (value === '') return [{ piece, problem: `“${name}:” takes ${takes}.` }];
  const isKnown =
    (name !== 'is' || wordsOf(value).length > 0) &&
    ((name !== 'p' && name !== 'priority') || priorityOf(value) !== null);
  if (isKnown) return [];
  return [{ piece, problem: `“${name}:” takes ${takes}; “${piece}” is looked for as text.` }];
}

/** Pieces that look like words of the filter and are none, or lack what they take. */
export function filterSlips(text: string): readonly FilterSlip[] {
  return piecesOf(text).flatMap(slipOf);
}

/** What a card is compared with beside a term. */
interface Matching {
  readonly agentOf: (task: Task) => string;
  readonly isWholeEpic: (text: string) => boolean;
  readonly inNeed: NonNullable<FilterKnowledge['inNeed']>;
}

const nobodyInNeed: Matching['inNeed'] = { all: new Set(), waiting: new Set() };

function matches(
  { task, column }: BoardCard,
  term: Term,
  { agentOf, isWholeEpic, inNeed }: Matching,
): boolean {
  switch (term.kind) {
    case 'word':
      return haystackOf(task).includes(term.text);
    case 'epic': {
      const epicId = task.epicId.toLowerCase();
      return isWholeEpic(term.text) ? epicId === term.text : epicId.startsWith(term.text);
    }
    case 'agent':
      return [agentLabel(task) ?? '', agentOf(task)].some((agent) =>
        agent.toLowerCase().startsWith(term.text),
      );
    case 'label':
      return task.labels.some((label) => label.toLowerCase().startsWith(term.text));
    case 'is':
      return term.words.some(({ finds }) => {
        if (finds === 'waiting') return inNeed.waiting.has(task.id);
        return finds === 'needs-me' ? inNeed.all.has(task.id) : finds.includes(column);
      });
    case 'priority':
      return task.priority === term.priority;
    default:
      return assertNever(term, 'filter term');
  }
}

function lowerCaseSet(ids: Iterable<string>): ReadonlySet<string> {
  return new Set(Array.from(ids, (id) => id.toLowerCase()));
}

/**
 * Turns what a person typed into a question about cards. Every term must match: free words are parts of
 * id, title or labels; `epic:`, `agent:` and `label:` give the beginning of a name; the rest is
 * `is:` with a word of {@link isWords}, and `priority:0` to `priority:4`, or `p:` for short. `"…"` keeps
 * spaces together and case does not matter. Several ids of tasks find each of them, and the whole id of an epic that epic alone. What is
 * not one of these is a free word, and a name without a value asks for nothing, so that the board does not
 * go empty while a person types; `filterSlips` names both.
 */
export function parseCardFilter(
  text: string,
  {
    agentOf = () => '',
    taskIds = () => [],
    epicIds = () => [],
    inNeed = nobodyInNeed,
  }: FilterKnowledge = {},
): (card: BoardCard) => boolean {
  const all = piecesOf(text)
    .map(termOf)
    .filter((term) => term !== null);
  const words = all.flatMap((term) => (term.kind === 'word' ? [term.text] : []));
  const tasks = words.length < 2 ? new Set<string>() : lowerCaseSet(taskIds());
  const ids = new Set(words.filter((word) => tasks.has(word)));
  const isAnyOf = ids.size > 1;
  const terms = all.filter((term) => !(isAnyOf && term.kind === 'word' && ids.has(term.text)));
  const epics = all.some(({ kind }) => kind === 'epic') ? lowerCaseSet(epicIds()) : tasks;
  const isWholeEpic = (word: string): boolean => epics.has(word);
  const matching = { agentOf, isWholeEpic, inNeed };
  return (card) =>
    (!isAnyOf || ids.has(card.task.id.toLowerCase())) &&
    terms.every((term) => matches(card, term, matching));
}
