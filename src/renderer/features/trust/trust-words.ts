import type { ComparedPart, TrustReport } from '#shared/contract/trust.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { trustPartKindSchema } from '#shared/model/trust.ts';
import type { TrustPartKind, TrustState } from '#shared/model/trust.ts';
import { plural } from '#renderer/lib/format.ts';

/** What the parts of each kind are, as the heading above them. */
export const kindTitles: Readonly<Record<TrustPartKind, string>> = {
  config: 'Settings of the repository',
  prompt: 'Prompts of the repository',
  agent: 'Files that configure agents',
  task: 'Tasks that come from files',
  git: 'Programs in the settings of git',
};

/** What nobody has agreed to yet, in one sentence; null when nothing has to be asked. */
export function askingSentence(state: TrustState): string | null {
  switch (state) {
    case 'trusted':
      return null;
    case 'new':
      return 'Nothing that this repository names is run, copied or pushed until you agree.';
    case 'changed':
      return 'What this repository can run has changed since you agreed: nothing of it is run until you have looked.';
    default:
      return assertNever(state, 'state of trust');
  }
}

/** Whether the person has agreed and why, in one sentence for the settings. */
export function stateSentence({
  state,
  trustedFolder,
}: Pick<TrustReport, 'state' | 'trustedFolder'>): string {
  if (trustedFolder !== null && state === 'trusted') {
    return `Trusted, because you trust every repository in ${trustedFolder}.`;
  }
  return askingSentence(state) ?? 'You have agreed to what this repository can run.';
}

/** Parts of one kind, the kinds in the order in which they are shown. */
export interface PartGroup {
  readonly kind: TrustPartKind;
  readonly title: string;
  readonly parts: readonly ComparedPart[];
}

/** The parts by kind; kinds with nothing in them are left out, the order within a kind stays. */
export function groupParts(parts: readonly ComparedPart[]): readonly PartGroup[] {
  return trustPartKindSchema.options
    .map((kind) => ({
      kind,
      title: kindTitles[kind],
      parts: parts.filter((part) => part.kind === kind),
    }))
    .filter((group) => group.parts.length > 0);
}

/** How much there is to look at, and how much of it is news: `7 things, 2 of them new or changed`. */
export function countSentence({ state, parts }: Pick<TrustReport, 'state' | 'parts'>): string {
  const present = parts.filter(({ change }) => change !== 'removed');
  if (present.length === 0) {
    return 'Its files name no program of their own. A run still starts agents in it, and the checks run what is written in it.';
  }
  const things = `${plural(present.length, 'thing')} in this repository can start a program, or tell an agent what to do.`;
  if (state !== 'changed') return things;
  const news = present.filter(({ change }) => change !== 'same').length;
  return `${things} ${news === 0 ? 'None of them is' : news === 1 ? 'One of them is' : `${news} of them are`} new or changed since you agreed.`;
}

/** The word on a part that is not as it was agreed to; null for one that is, and where all is new. */
export function changeWord(
  { change }: Pick<ComparedPart, 'change'>,
  state: TrustState,
): string | null {
  switch (change) {
    case 'same':
      return null;
    case 'added':
      return state === 'new' ? null : 'New';
    case 'changed':
      return 'Changed';
    case 'removed':
      return 'Gone';
    default:
      return assertNever(change, 'change of a part');
  }
}
