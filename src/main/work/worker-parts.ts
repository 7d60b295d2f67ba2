import type { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { AgentRegistry } from '#main/agents/registry.ts';
import type { GitClient } from '#main/git/client.ts';
import type { Repository } from '#main/git/repository.ts';
import type { WorktreePool } from '#main/git/worktree-pool.ts';
import type { OutputReader } from '#main/reading/output-reader.ts';
import type { Keeper } from '#main/system/keeper.ts';
import type { PtyHost } from '#main/terminal/pty-host.ts';
import type { TrustGate } from '#main/trust/trust-gate.ts';
import type { WorkspacePaths } from '#main/workspace/data-folder.ts';
import type { WorkGuard } from './worker.ts';
import type { RoomPool } from './rooms/room-pool.ts';

/** All that a worker of this machine works with; put together once, in the engine. */
export interface WorkerParts {
  /** Git in the user's repository. */
  readonly git: GitClient;
  readonly repository: Repository;
  readonly pool: WorktreePool;
  /** Where checks run that no agent is to have touched. */
  readonly rooms: RoomPool;
  readonly ids: IdSource;
  readonly ptyHost: PtyHost;
  /** Reads long output of agents and checks in a thread of its own. */
  readonly outputReader: OutputReader;
  readonly agents: AgentRegistry;
  readonly paths: WorkspacePaths;
  /** Stops what a person has not agreed to. */
  readonly trustGate: TrustGate;
  /** Looks after the person's repository while agents and checks are at work. */
  readonly guard: WorkGuard;
  /** Parent of all processes of an agent or check, where the system has such a thing. */
  readonly keeper: () => Keeper | null;
  /** Environment that agents and checks start from. */
  readonly environment: NodeJS.ProcessEnv;
  /** What is known of the person's secrets; masks them in all that is reported. */
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tracer: Tracer;
}
