import type { Clock } from '#shared/lib/clock.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import type { Keyed } from './document-store.ts';
import type {
  EditableCollection,
  JournalAnswer,
  JournalEntry,
  SentRequest,
} from './edit-journal.ts';
import { refusedFields } from './edit-rules.ts';
import { KnownStore } from './known-store.ts';
import { settleLeftOver, showLeftOver } from './left-over.ts';
import type { ReplicaStores } from './open-stores.ts';
import type { ReapplyOutcome } from './reapply.ts';
import { pushMessage, replicate } from './replication.ts';
import type { AnsweredEdit } from './replication.ts';
import { trusted } from './trusted.ts';

/** What the tab that replicates reports. */
export interface LeadListener {
  problem(problem: WireFailure | null): void;
  /** An edit was not taken, or not as a whole; `text` says so in a sentence. */
  refused(text: string): void;
  /** The host's store is another one: the replica has to be made again. */
  replaced(): void;
  /** Applies an edit from the journal that the documents do not show; says what of it came too late. */
  reapply(entry: JournalEntry): Promise<ReapplyOutcome>;
}

export interface LeadOptions {
  readonly workspaceId: string;
  readonly stores: ReplicaStores;
  readonly connection: HostConnection;
  readonly clock: Clock;
}

/** How often at most the time of the last contact is written down, in ms. */
const noteMs = 5_000;

/** Replicates as the one tab of this browser that does; the result ends it. */
export function leadReplication(options: LeadOptions, listener: LeadListener): () => Promise<void> {
  const { workspaceId, stores, connection, clock } = options;
  const { journal, database } = stores;
  let notedAt = Number.NEGATIVE_INFINITY;
  let isSynced = false;
  let isReplaced = false;
  const known = new KnownStore({ journal, workspaceId, database });
  const inContact = (): void => {
    const now = clock.now();
    if (!isSynced || now - notedAt < noteMs) return;
    notedAt = now;
    void known.synced(now).catch(() => undefined);
  };
  const leftOver = journal.read(workspaceId).then(({ entries }) => entries);
  const reapply = async (entry: JournalEntry): Promise<ReapplyOutcome> => listener.reapply(entry);
  const showing = leftOver.then(async (entries) => showLeftOver(entries, { journal, reapply }));
  const shown = showing.catch(() => undefined);
  const answers = new Set<Promise<void>>();
  const gathered: AnsweredEdit[] = [];
  const stop = replicate(stores.store.collections, workspaceId, connection, {
    synced() {
      if (isReplaced) return;
      isSynced = true;
      inContact();
      void (async () => {
        const entries = await leftOver;
        await shown;
        // Answers to what was left over came before: they have to be in the journal first.
        await Promise.all(answers);
        await settleLeftOver(entries, {
          journal,
          reapply,
          push: async (entry) => pushEntry(connection, entry),
          refused: (text) => listener.refused(text),
        });
      })().catch(() => undefined);
    },
    heard: inContact,
    sending: (collection, edits) => journal.sending(sentRequests(workspaceId, collection, edits)),
    problem: (problem) => listener.problem(problem),
    async isKnownStore(storeId, isBehind) {
      const isKnown = (await known.is(storeId)) && !isBehind;
      if (!isKnown && !isReplaced) {
        isReplaced = true;
        listener.replaced();
      }
      return isKnown;
    },
    answered(one) {
      inContact();
      gathered.push(one);
      if (gathered.length > 1) return;
      // The answers to one push are reported one after the other, at once.
      const settled = Promise.resolve()
        .then(() => settle(options, listener, gathered.splice(0)))
        .catch(() => undefined);
      answers.add(settled);
      void settled.finally(() => answers.delete(settled));
    },
  });
  return stop;
}

function sentRequests(
  workspaceId: string,
  collection: EditableCollection,
  requests: readonly Keyed[],
): readonly SentRequest[] {
  return requests.map((one) => {
    return { workspaceId, collection, id: one.id, desired: trusted(collection, one) };
  });
}

/** Takes answered edits out of the journal, and reports what of them the host did not accept. */
async function settle(
  { workspaceId, stores }: LeadOptions,
  listener: LeadListener,
  answered: readonly AnsweredEdit[],
): Promise<void> {
  const refusals: string[] = [];
  const answers = answered.map(({ collection, desired, answer }): JournalAnswer => {
    const { _deleted: isGone = false, ...fields } = answer;
    const kept = isGone ? null : trusted(collection, fields);
    return {
      workspaceId,
      collection,
      id: desired.id,
      desired: trusted(collection, desired),
      answer: kept,
      isAnswered: ({ assumed, desired: newest }) => {
        const refused = refusedFields(collection, assumed, desired, kept);
        const isOther = assumed === null && kept !== null && !isSameOrigin(kept, desired);
        if (isOther) refusals.push(renamedText(desired.id));
        else if (refused.length > 0) refusals.push(refusalText(desired.id, refused, isGone));
        return refusedFields(collection, null, newest, desired).length === 0;
      },
    };
  });
  await stores.journal.settle(answers);
  for (const text of refusals) listener.refused(text);
}

function isSameOrigin(one: { readonly createdAt: string }, other: object): boolean {
  return 'createdAt' in other && other.createdAt === one.createdAt;
}

function renamedText(id: string): string {
  return `${id} was given away meanwhile: what you added has the next free id.`;
}

function refusalText(id: string, fields: readonly string[], isGone: boolean): string {
  return isGone
    ? `The host did not take ${id}: it was not added.`
    : `The host kept its own ${fields.join(', ')} of ${id}.`;
}

/** Gives the host an edit as the journal has it; false when it did not answer. */
async function pushEntry(
  connection: HostConnection,
  { workspaceId, collection, assumed, desired, sent = [] }: JournalEntry,
): Promise<boolean> {
  const row = { newDocumentState: desired, ...(assumed && { assumedMasterState: assumed }) };
  const push = pushMessage(collection, workspaceId, [row], [sent]);
  return (await connection.call((client) => client.documents.push(push))).ok;
}
