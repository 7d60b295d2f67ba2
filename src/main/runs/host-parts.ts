import type { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { AgentRegistry } from '#main/agents/registry.ts';
import type { LandingParts } from '#main/landing/landing-parts.ts';
import type { Store } from '#main/store/store.ts';
import type { TaskFileParts } from '#main/task-files/parts.ts';
import type { TrustGate } from '#main/trust/trust-gate.ts';
import type { Worker, WorkGuard } from '#main/work/worker.ts';
import type { WorkspacePaths } from '#main/workspace/data-folder.ts';

/**
 * What a run is driven with: the records, the settings, and whom it gives the work to. It has no git and
 * no terminal of its own. Put together once, in the engine.
 */
export interface HostParts {
  readonly store: Store;
  /** Carries out the work on attempts. */
  readonly worker: Worker;
  /** Looks after the person's repository while agents and checks are at work. */
  readonly guard: WorkGuard;
  /** For the room of landing, which moves branches and records that in one. */
  readonly landing: LandingParts;
  /** For the room that keeps tasks and the files they came from the same. */
  readonly taskFiles: TaskFileParts;
  readonly agents: AgentRegistry;
  readonly config: ProjectConfig;
  /** Whether the workspace has a config file; without one all settings are the defaults. */
  readonly configExists: boolean;
  /** Where the user's repository lies. */
  readonly repository: { readonly root: string; readonly commonDirectory: string };
  readonly paths: WorkspacePaths;
  /** Holds what a person has not agreed to. */
  readonly trustGate: TrustGate;
  /** Folder with the prompts that come with the program. */
  readonly resourcesFolder: string;
  /** Environment in which agents are looked for. */
  readonly environment: NodeJS.ProcessEnv;
  /** Folder in which programs are asked for their version: not the repository while that is not trusted. */
  readonly askFolder: string;
  /** What is known of the person's secrets; masks them in all that is recorded, asked of agents or shown. */
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}
