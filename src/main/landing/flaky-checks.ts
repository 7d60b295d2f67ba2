import { assertNever } from '#shared/lib/assert-never.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Gate, Landing, LandingPart } from '#shared/model/landing.ts';
import type { Task } from '#shared/model/task.ts';
import { notification } from '#main/notify/notification.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { LandingParts } from './landing-parts.ts';

/** Why work waits whose checks passed and failed on the same tree, in one sentence. */
export function flakyReason(flaky: readonly Evidence[]): string {
  const seen = flaky.flatMap(({ marks }) =>
    marks.filter(({ kind }) => kind === 'flaky').map(({ text }) => text),
  );
  return `${seen.join('; ')}.`;
}

/** The entries by which a landing begins to wait for a person's word about its checks. */
export function waitForWord(
  parts: Pick<LandingParts, 'clock' | 'ids'>,
  landing: Pick<Landing, 'id'>,
  { id }: Pick<Task, 'id'>,
  part: LandingPart,
  flaky: readonly Evidence[],
): readonly Entry[] {
  const reason = flakyReason(flaky);
  const command = {
    kind: 'wait',
    gate: 'checks',
    reason,
    parts: [part],
    at: timestamp(parts),
  } as const;
  const text = `The merge of ${id} waits for you: ${reason}`;
  return [
    { to: 'landings', id: landing.id, command },
    notification(parts, 'review_wanted', text, { kind: 'task', id }),
  ];
}

/** What a person has said of the checks of a landing; null where nobody has. */
export type Word =
  { readonly kind: 'land'; readonly tree: string } | { readonly kind: 'send_back' };

/** The word of a person about the checks of this landing. */
export function wordOf({ gates }: Pick<Landing, 'gates'>): Word | null {
  const gate = gates.find(({ kind }) => kind === 'checks');
  if (gate === undefined || gate.by === null) return null;
  return wordIn(gate);
}

function wordIn({ state, saw }: Gate): Word | null {
  switch (state) {
    case 'passed':
      return saw === null ? null : { kind: 'land', tree: saw };
    case 'refused':
      return { kind: 'send_back' };
    case 'ahead':
      return null;
    default:
      return assertNever(state, 'state of a gate');
  }
}

/**
 * The evidence that a person let land: the last try of each command on exactly that tree. Null where one is missing, or
 * came to anything else.
 */
export function agreedEvidence(
  { store, secrets }: Pick<LandingParts, 'store' | 'secrets'>,
  landing: Landing,
  tree: string,
  commands: readonly string[],
): readonly Evidence[] | null {
  const word = wordOf(landing);
  if (word?.kind !== 'land' || word.tree !== tree) return null;
  const onTree = store.find('evidence', 'tree', tree);
  const found = commands.flatMap((command) => {
    const last = onTree.findLast((one) => one.command === secrets.mask(command));
    return last !== undefined && ['passed', 'flaky'].includes(last.verdict) ? [last] : [];
  });
  return found.length === commands.length && found.length > 0 ? found : null;
}
