import { filterNames, isWords } from './filter-words.ts';

/** Something that could be meant by what is being typed. */
export interface FilterSuggestion {
  /** What takes the place of the piece that is being typed. */
  readonly text: string;
  readonly hint: string;
}

/** What can be suggested, and for which part of the text. */
export interface FilterSuggestions {
  /** The piece that is being typed, as places in the text. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly FilterSuggestion[];
}

/** What the board has: each is asked for only when it is needed. */
export interface SuggestionKnowledge {
  readonly epics: () => Iterable<{ readonly id: string; readonly title: string }>;
  readonly labels: () => Iterable<string>;
  readonly agents: () => Iterable<string>;
}

const mostItems = 8;

/** What the word before the caret may become: a name of the filter, or a value after one. */
export function filterSuggestions(
  text: string,
  caret: number,
  knowledge: SuggestionKnowledge,
): FilterSuggestions {
  const from = text.slice(0, caret).search(/\S*$/);
  const piece = text.slice(from, caret).toLowerCase();
  const items = candidates(piece, knowledge)
    .filter((one) => one.text.toLowerCase().startsWith(piece))
    .slice(0, mostItems);
  const [first, ...others] = items;
  const isWhole = first !== undefined && others.length === 0 && first.text.toLowerCase() === piece;
  return { from, to: caret, items: isWhole ? [] : items };
}

/** The text with a suggestion in it, and where the caret goes; after a value comes a blank. */
export function acceptSuggestion(
  text: string,
  { from, to }: Pick<FilterSuggestions, 'from' | 'to'>,
  chosen: FilterSuggestion,
): { readonly text: string; readonly caret: number } {
  // A value may end with a colon of its own.
  const isWhole = chosen.text.indexOf(':') < chosen.text.length - 1;
  const rest = text.slice(to);
  const gap = isWhole && !rest.startsWith(' ') ? ' ' : '';
  const before = `${text.slice(0, from)}${chosen.text}${gap}`;
  return { text: `${before}${rest}`, caret: before.length };
}

function candidates(piece: string, known: SuggestionKnowledge): readonly FilterSuggestion[] {
  if (piece === '') return [];
  const colon = piece.indexOf(':');
  if (colon === -1)
    return filterNames.map(({ name, takes }) => ({ text: `${name}:`, hint: takes }));
  const name = piece.slice(0, colon);
  const of = (value: string, hint = ''): FilterSuggestion => ({ text: `${name}:${value}`, hint });
  switch (name) {
    case 'is':
      return isWords.map(({ word, meaning }) => of(word, meaning));
    case 'epic':
      return [...known.epics()].map(({ id, title }) => of(id, title));
    case 'label':
      return [...known.labels()].filter(isOnePiece).map((label) => of(label));
    case 'agent':
      return [...known.agents()].filter(isOnePiece).map((agent) => of(agent));
    case 'p':
    case 'priority':
      return [0, 1, 2, 3, 4].map((number) =>
        of(`${number}`, number === 0 ? 'most urgent' : number === 4 ? 'least urgent' : ''),
      );
    default:
      return [];
  }
}

/** Whether the filter reads a value as it stands: a space ends a piece, and quotes are taken out of it. */
function isOnePiece(value: string): boolean {
  return /^[^\s"]+$/.test(value);
}
