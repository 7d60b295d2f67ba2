import type { ContractRouterClient } from '@orpc/contract';
import { attemptsContract } from './attempts.ts';
import { documentsContract } from './documents.ts';
import { guardContract } from './guard.ts';
import { reviewsContract } from './reviews.ts';
import { runsContract, tasksContract } from './runs.ts';
import { sessionsContract } from './sessions.ts';
import { settingsContract } from './settings.ts';
import { setupContract } from './setup.ts';
import { inboxContract, transfersContract } from './transfers.ts';
import { trustContract } from './trust.ts';
import { hostContract, workspacesContract } from './workspaces.ts';

/**
 * All that a page may ask of the host, with the schema of each input and output (ADR 10).
 * The bytes of terminals go beside it: `terminal-protocol.ts`.
 */
export const contract = {
  host: hostContract,
  workspaces: workspacesContract,
  documents: documentsContract,
  runs: runsContract,
  tasks: tasksContract,
  attempts: attemptsContract,
  reviews: reviewsContract,
  settings: settingsContract,
  setup: setupContract,
  transfers: transfersContract,
  inbox: inboxContract,
  trust: trustContract,
  guard: guardContract,
  sessions: sessionsContract,
};
export type Contract = typeof contract;
/** The contract as the page calls it. */
export type HostClient = ContractRouterClient<Contract>;
