import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#shared/lib/clock.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { Store } from '#main/store/store.ts';
import { git, prepareSite } from '../orchestrate/repository.ts';
import type { Site } from '../orchestrate/repository.ts';
import type { Backlog } from './backlog.ts';

/** Records written in one transaction. */
const perTransaction = 1000;

const resourcesFolder = join(import.meta.dirname, '../../resources');

/** A repository with a workspace full of tasks. */
export interface BoardSite {
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Looks into the host's database as another process does; close it before the site is removed. */
  readonly openStore: () => Promise<{ readonly store: Store; readonly close: () => Promise<void> }>;
  readonly remove: () => Promise<void>;
}

/** Makes a repository of one commit, and puts the backlog into its store. */
export async function makeSite(backlog: Backlog): Promise<BoardSite> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-bench-'));
  const { environment: plain } = await prepareSite(folder);
  const environment = { ...plain, SWITCHYARD_HOME: join(folder, 'data') };
  const site: Site = { folder, environment };
  const root = join(folder, 'repository');
  await mkdir(join(root, '.switchyard'), { recursive: true });
  const config = { version: 1, commands: { test: 'true' }, agents: { default: 'script' } };
  await writeFile(join(root, '.switchyard/project.yaml'), JSON.stringify(config));
  await git(site, root, 'init', '--quiet');
  await git(site, root, 'add', '--all');
  await git(site, root, 'commit', '--quiet', '--message', 'Start');
  const openStore: BoardSite['openStore'] = async () => {
    const opened = await openWorkspace(root, {
      environment,
      platform: process.platform,
      home: join(folder, 'home'),
      resourcesFolder,
      clock: systemClock,
      ids: randomIdSource(),
      logger: silentLogger,
      tracer: silentTracer,
    });
    if (!opened.ok) throw new Error(opened.error.message);
    const workspace = opened.value;
    return { store: workspace.store, close: () => workspace.close() };
  };
  const { store, close } = await openStore();
  fill(store, backlog);
  await close();
  return {
    root,
    environment,
    openStore,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

function fill(store: Store, { epics, tasks, attempts }: Backlog): void {
  const entries: Entry[] = [
    ...epics.map((epic): Entry => ({
      to: 'epics',
      id: epic.id,
      command: { kind: 'add', epic },
    })),
    ...tasks.map((task): Entry => ({
      to: 'tasks',
      id: task.id,
      command: { kind: 'add', task },
    })),
    ...attempts.map((attempt): Entry => ({
      to: 'attempts',
      id: attempt.id,
      command: { kind: 'create', attempt },
    })),
  ];
  for (let start = 0; start < entries.length; start += perTransaction) {
    const written = commit(store, entries.slice(start, start + perTransaction));
    if (!written.ok) throw new Error(written.error.message);
  }
}
