import type { ToastOptions } from '#renderer/lib/toasts.ts';
import type { JournalEntry } from './edit-journal.ts';
import { deleteReplica, openReplica } from './replica.ts';
import type { Replica, ReplicaOptions } from './replica.ts';

/** What a replica that opens itself again needs. */
export interface FollowOptions extends Omit<ReplicaOptions, 'unsent' | 'lost' | 'notify'> {
  notify(text: string, options: ToastOptions): void;
}

/** Wait before a lost replica is opened again, in ms: whoever deletes it deletes several databases. */
const reopenMs = 300;

/** Keeps a replica open: hands on each one that is opened, until the result is called. */
export function followReplica(
  options: FollowOptions,
  opened: (replica: Replica) => void,
): () => void {
  let present: Replica | null = null;
  // What was typed outlives the storage: it may be cleared by whoever answers at this address.
  let unsent: readonly JournalEntry[] = [];
  let isStopped = false;
  const open = async (isAgain: boolean): Promise<void> => {
    let isLost = false;
    const lost = (isReplaced: boolean): void => {
      if (isLost || isStopped) return;
      isLost = true;
      void reopen(isReplaced);
    };
    const replica = await openReplica({
      ...options,
      unsent,
      lost,
      notify: (text) =>
        options.notify(text, { detail: 'What you wrote is kept in the inbox.', forMs: 12_000 }),
    });
    if (isStopped || isLost) return replica.close();
    present = replica;
    unsent = [];
    reportKind(options, replica, isAgain);
    opened(replica);
  };
  const reopen = async (isReplaced: boolean): Promise<void> => {
    const old = present;
    present = null;
    unsent = old?.unsent ?? unsent;
    await old?.close().catch(() => undefined);
    if (isReplaced) await deleteReplica(options.workspaceId).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, reopenMs));
    if (!isStopped) await open(true);
  };
  void open(false);
  return () => {
    isStopped = true;
    void present?.close().catch(() => undefined);
  };
}

function reportKind(options: FollowOptions, replica: Replica, isAgain: boolean): void {
  const { kind, restoredEdits } = replica;
  if (restoredEdits > 0) {
    const edits = restoredEdits === 1 ? '1 edit that was' : `${restoredEdits} edits that were`;
    const where = kind === 'memory' ? 'as long as this page is open' : 'again';
    options.notify('Somebody else cleared what this browser kept.', {
      key: 'replica',
      detail: `This page still had ${edits} not sent: kept ${where}.`,
      forMs: 12_000,
    });
  } else if (kind === 'memory') {
    options.notify('This browser keeps nothing for Switchyard.', {
      key: 'replica',
      detail: 'You can work as usual, but edits made while the host is away are gone on reload.',
      forMs: 12_000,
    });
  } else if (kind === 'remade' || isAgain) {
    options.notify('The copy of your tasks in this browser was gone and is fetched again.', {
      key: 'replica',
      detail: 'Nothing is lost: the host has them all.',
    });
  }
}
