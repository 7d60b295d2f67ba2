import { isOpen } from '#shared/core/guard/weigh.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { ForeignChange } from '#shared/model/foreign-change.ts';
import type { GitClient } from '#main/git/client.ts';
import { refNames, resolveCommit } from '#main/git/refs.ts';
import { itemsOf } from '#main/guard/foreign-items.ts';
import { keepObjects } from '#main/guard/kept-values.ts';
import { record } from '#main/store/record.ts';
import type { Store } from '#main/store/store.ts';
import { isKnownTip } from './epic-tips.ts';
import type { TipParts } from './epic-tips.ts';
import { foreignEntries } from './foreign-entries.ts';
import { agentsBetween } from './ran-between.ts';

interface ForeignTipParts extends TipParts {
  readonly git: GitClient;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Why nothing may be merged on an epic's branch, nor begin from it: it stands where neither a merge of ours nor
 * the person's word has put it. Null when it stands where it should. The change is reported, if it was not; where no
 * agent has run since `since` (UTC ISO time; left out, since the last merge), it is the person's own, as when they
 * commit what a merge waits for.
 */
export async function foreignTip(
  parts: ForeignTipParts,
  epicId: string,
  tip: string,
  since: string | null = parts.store.last('receipts', 'epic_id', epicId)?.createdAt ?? null,
): Promise<Failure | null> {
  if (isKnownTip(parts, epicId, tip)) return null;
  const ref = refNames.epicBranch(epicId);
  const reported = changeTo(parts.store, ref, tip);
  if (reported === null && isQuiet(parts, since)) {
    await agreeToTip(parts, epicId, tip);
    return null;
  }
  const known = reported ?? (await report(parts, epicId, tip));
  return failure(
    'epic-tip-unknown',
    `${unknownTip(epicId)} It is at ${tip.slice(0, 12)}.`,
    `\`switchyard guard ${known.id}\` shows what changed. \`--put-back\` takes it back, \`--leave\` agrees to it; then the task is opened again.`,
  );
}

/** Whether no agent has run after that moment. What one does while it runs is seen when it ends. */
function isQuiet({ store, clock }: ForeignTipParts, since: string | null): boolean {
  if (since === null) return false;
  return agentsBetween(store, Date.parse(since) + 1, clock.now()).length === 0;
}

/** How the reason begins for which tasks of an epic are blocked whose branch somebody else has moved. */
export function unknownTip(epicId: string): string {
  return `The branch epic/${epicId} was moved by something other than Switchyard: nothing is merged on it until you have agreed to where it stands.`;
}

function changeTo(store: Store, ref: string, tip: string): ForeignChange | null {
  const isIt = (change: ForeignChange): boolean =>
    isOpen(change) &&
    change.items.some(
      (item) => item.kind === 'ref' && item.ref === ref && item.to === tip && !item.isPutBack,
    );
  return store.all('foreignChanges').findLast(isIt) ?? null;
}

async function report(parts: ForeignTipParts, epicId: string, tip: string): Promise<ForeignChange> {
  const change = await changeOfTip(parts, epicId, tip);
  record(parts, foreignEntries(parts, change));
  return change;
}

/** That an epic's branch is somewhere else than the records say, with nobody known to have run. */
async function changeOfTip(
  { store, git, clock, ids }: ForeignTipParts,
  epicId: string,
  tip: string,
): Promise<ForeignChange> {
  const id = ids.next('change');
  const at = timestamp({ clock });
  const last = store.last('receipts', 'epic_id', epicId);
  const from = last?.headAfter ?? store.get('epics', epicId)?.baseCommit ?? null;
  const moved = { name: refNames.epicBranch(epicId), from, to: tip };
  const none = { heads: [], lost: [], added: [], files: [] };
  const { items } = await itemsOf(git, { ...none, refs: [moved] }, new Map(), new Map());
  await keepObjects(git, id, items);
  const since = last?.createdAt ?? at;
  return { id, runId: null, since, seenAt: at, ran: [], items: [...items], leftAt: null };
}

/** An epic's branch that stands where the records do not know it. */
interface UnknownTip {
  readonly epicId: string;
  readonly tip: string;
  /** Whether it was reported as a change, of which the person has not said yet what becomes of it. */
  readonly isAsked: boolean;
}

async function unknownTips(
  parts: Pick<ForeignTipParts, 'git' | 'store' | 'ownTips'>,
  epicIds: Iterable<string>,
): Promise<readonly UnknownTip[]> {
  const unknown: UnknownTip[] = [];
  for (const epicId of new Set(epicIds)) {
    const ref = refNames.epicBranch(epicId);
    const tip = await resolveCommit(parts.git, ref);
    if (tip === null || isKnownTip(parts, epicId, tip)) continue;
    unknown.push({ epicId, tip, isAsked: changeTo(parts.store, ref, tip) !== null });
  }
  return unknown;
}

/** What a person should know before a run of epics whose branches stand where the records do not know them. */
export async function tipWarnings(
  parts: Pick<ForeignTipParts, 'git' | 'store' | 'ownTips'>,
  epicIds: Iterable<string>,
): Promise<readonly Failure[]> {
  // That a branch was there before its epic began is said with what it has (`checkEpicBranches`).
  const hasBegun = ({ epicId }: UnknownTip): boolean =>
    (parts.store.get('epics', epicId)?.baseCommit ?? null) !== null;
  const unknown = (await unknownTips(parts, epicIds)).filter((one) => one.isAsked || hasBegun(one));
  return unknown.map(({ epicId, tip, isAsked }) => {
    const where = `The branch epic/${epicId} is at ${tip.slice(0, 12)}, where Switchyard did not put it.`;
    return isAsked
      ? failure(
          'epic-tip-unknown',
          `${where} You were asked about it, and nothing is merged on it before you answer.`,
          'See `switchyard guard`.',
        )
      : failure(
          'epic-tip-new',
          `${where} The run builds on that.`,
          `Look at it with \`git log epic/${epicId}\`, if you do not know why.`,
        );
  });
}

/**
 * Takes the start of a run for the person's word that the branches of its epics may stand where they do: they
 * moved while nothing of ours ran, and preflight has named them. Not those that the person was asked about.
 */
export async function agreeToTips(
  parts: ForeignTipParts,
  epicIds: Iterable<string>,
): Promise<void> {
  for (const { epicId, tip, isAsked } of await unknownTips(parts, epicIds)) {
    if (!isAsked) await agreeToTip(parts, epicId, tip);
  }
}

/** Writes down that an epic's branch may stand where it does, though no merge has put it there. */
export async function agreeToTip(
  parts: ForeignTipParts,
  epicId: string,
  tip: string,
): Promise<void> {
  if (isKnownTip(parts, epicId, tip)) return;
  const change = await changeOfTip(parts, epicId, tip);
  record(parts, [{ to: 'foreignChanges', document: { ...change, leftAt: change.seenAt } }]);
}
