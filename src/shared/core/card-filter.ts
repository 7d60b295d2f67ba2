import { assertNever } from '#shared/lib/assert-never.ts';
import { agentLabel } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import type { BoardCard, BoardColumn } from './board-columns.ts';

/** Words after `is:`, and the columns that each means. `waiting` is a task that others hold back. */
const columnsOfWord: Readonly<Record<string, readonly BoardColumn[]>> = {
  ready: ['ready'],
  running: ['in_progress', 'review'],
  waiting: ['backlog'],
  blocked: ['blocked'],
  done: ['done'],
};

/** One thing that a card must have, lower case. */
type Term =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'epic' | 'agent' | 'label'; readonly text: string }
  | { readonly kind: 'column'; readonly columns: readonly BoardColumn[] }
  | { readonly kind: 'priority'; readonly priority: number };

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

/** The term that a piece stands for; null when it is a name without a value yet. */
function termOf(piece: string): Term | null {
  const text = piece.toLowerCase();
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0));
  const value = text.slice(colon + 1);
  const word: Term = { kind: 'word', text };
  switch (name) {
    case 'epic':
    case 'agent':
    case 'label':
      return value === '' ? null : { kind: name, text: value };
    case 'is': {
      if (value === '') return null;
      const columns = Object.entries(columnsOfWord)
        .filter(([meant]) => meant.startsWith(value))
        .flatMap(([, some]) => some);
      return columns.length === 0 ? word : { kind: 'column', columns };
    }
    case 'p':
      if (value === '') return null;
      return /^[0-4]$/.test(value) ? { kind: 'priority', priority: Number(value) } : word;
    default:
      return word;
  }
}

function matches(
  { task, column }: BoardCard,
  term: Term,
  agentOf: (task: Task) => string,
): boolean {
  switch (term.kind) {
    case 'word':
      return haystackOf(task).includes(term.text);
    case 'epic':
      return task.epicId.toLowerCase().startsWith(term.text);
    case 'agent':
      return [agentLabel(task) ?? '', agentOf(task)].some((agent) =>
        agent.toLowerCase().startsWith(term.text),
      );
    case 'label':
      return task.labels.some((label) => label.toLowerCase().startsWith(term.text));
    case 'column':
      return term.columns.includes(column);
    case 'priority':
      return task.priority === term.priority;
    default:
      return assertNever(term, 'filter term');
  }
}

/**
 * Turns what a person typed into a question about cards. Every term must hold: free words are parts of
 * id, title or labels; `epic:`, `agent:` and `label:` give the beginning of a name; the rest is
 * `is:ready|running|waiting|blocked|done` and `p:0` to `p:4`. `"…"` keeps spaces together and case does
 * not matter. What is not one of these is a free word, and a name without a value asks for nothing, so
 * that the board does not go empty while a person types. `agentOf` names the agent that a task gets.
 */
export function parseCardFilter(
  text: string,
  agentOf: (task: Task) => string = () => '',
): (card: BoardCard) => boolean {
  const terms = piecesOf(text)
    .map(termOf)
    .filter((term) => term !== null);
  return (card) => terms.every((term) => matches(card, term, agentOf));
}
