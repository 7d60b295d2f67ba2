import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { isoTimeSchema } from '#shared/model/item-id.ts';
import { notificationSchema, notificationTypeSchema } from '#shared/model/notification.ts';
import { sourceKindSchema } from '#shared/model/task.ts';
import { trustStateSchema } from '#shared/model/trust.ts';
import { doneSchema, failureSchema, inWorkspace, resultSchema } from './wire-result.ts';

/** What the page needs to know of the process it talks to. */
export const hostInfoSchema = z.object({
  version: z.string(),
  platform: z.string(),
  kind: z.enum(['desktop', 'serve']),
  home: z.string(),
  /** Workspace that the host was started in; null shows Welcome. */
  startWorkspaceId: z.string().nullable(),
  /** Whether the host can ask for a folder with a dialog of the operating system. */
  canPickFolder: z.boolean(),
  /** Whether the host can show a file in the program that the system has for it. */
  canOpenFiles: z.boolean(),
});
export type HostInfo = z.infer<typeof hostInfoSchema>;

/** A workspace that was opened before. */
export const recentWorkspaceSchema = z.object({
  id: z.string(),
  name: z.string(),
  folder: z.string(),
  openedAt: isoTimeSchema,
  /** Whether the folder is still there. */
  exists: z.boolean(),
});
export type RecentWorkspace = z.infer<typeof recentWorkspaceSchema>;

/** A source that epics and tasks can be imported from, as people see it. */
export const importableSchema = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('repository'),
    kind: sourceKindSchema,
    label: z.string(),
    /** What is looked for in the repository, such as the `folder` `backlog/tasks`, and whether it is there. */
    what: z.string(),
    path: z.string(),
    isThere: z.boolean(),
  }),
  z.object({
    from: z.literal('text'),
    kind: sourceKindSchema,
    label: z.string(),
    /** What the file has to be like, as the label of its field. */
    hint: z.string(),
    /** Kinds of files that can be chosen, as the `accept` of an input. */
    accept: z.string(),
  }),
]);
export type Importable = z.infer<typeof importableSchema>;

export const workspaceInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  folder: z.string(),
  /** The app's own folder for this workspace. */
  dataFolder: z.string(),
  baseBranch: z.string(),
  configExists: z.boolean(),
  /** What epics and tasks can be imported from. */
  importable: z.array(importableSchema).readonly(),
});
export type WorkspaceInfo = z.infer<typeof workspaceInfoSchema>;

/** What changes from moment to moment and is no document: the status bar, the cards' last lines. */
export const workspaceStatusSchema = z.object({
  /** The user's own checkout; `branch` is null when HEAD is detached. */
  checkout: z.object({ branch: z.string().nullable(), commit: z.string().nullable() }),
  /** Epic branches that exist and how many commits they have beyond their base. */
  epics: z
    .array(z.object({ id: z.string(), branch: z.string(), ahead: z.int().nonnegative() }))
    .readonly(),
  /** The run that has not ended, and whether a living process drives it (else: the page suggests to resume it). */
  run: z
    .object({
      id: z.string(),
      alive: z.boolean(),
      here: z.boolean(),
      paused: z.boolean(),
      /** When its process was last seen at work; null while one lives. */
      lastSignAt: isoTimeSchema.nullable(),
    })
    .nullable(),
  /** Work that is in no commit yet: attempts whose agent works now, and worktrees left over. */
  unsafe: z
    .array(
      z.object({
        taskId: z.string(),
        reason: z.string(),
        /** Whether nothing that runs will commit it: else that is only a matter of minutes. */
        isLate: z.boolean(),
      }),
    )
    .readonly(),
  /** What the agents that run here ask while they wait for an answer: plain text, secrets masked. */
  questions: z
    .array(z.object({ attemptId: z.string(), text: z.string(), since: isoTimeSchema }))
    .readonly(),
  /** Changes of the repository that are not the app's own, and of which the person has still to say what becomes of them. */
  foreignChanges: z.array(z.string()).readonly(),
  /** The last line that each running agent printed, by attempt id: plain text, secrets masked. */
  lastLines: z.record(z.string(), z.string()),
  /** What each running agent has changed so far, by attempt id: the commit that it began with, and a tree of its files. */
  work: z.record(
    z.string(),
    z.object({
      base: z.string(),
      tree: z.string(),
      files: z.int().nonnegative(),
      /** Lines; those of binary files are not counted. */
      additions: z.int().nonnegative(),
      deletions: z.int().nonnegative(),
    }),
  ),
  /** The check that runs now for each attempt whose work is verified here, by attempt id. */
  checks: z.record(z.string(), z.object({ command: z.string(), startedAt: isoTimeSchema })),
  /** Accounts whose provider refuses work, each once, and the open tasks of the run that wait for it. */
  limits: z
    .array(
      z.object({
        account: z.string(),
        until: isoTimeSchema,
        taskIds: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
  /** What is wrong with `.switchyard/project.yaml` as it is now. */
  configProblems: z.array(failureSchema).readonly(),
  /** Another one whenever that file, as it was read last, says something else. */
  configRevision: z.string(),
  /** Why nothing can be started: the repository was moved or deleted. Null while it is there. */
  missing: failureSchema.nullable(),
  /** What decides who works on a task, see `chosenAgent`. */
  agents: z.object({
    byDefault: z.string(),
    byType: z.record(z.string(), z.string()),
    types: z.array(z.string()).readonly(),
  }),
  /** What goes on before the run that was asked for has begun, in a sentence; null when nothing does. */
  beginning: z.object({ text: z.string(), startedAt: isoTimeSchema }).nullable(),
  /** Whether the person has agreed to what the repository can execute; another digest: something of it is new. */
  trust: z.object({ state: trustStateSchema, digest: z.string() }),
});
export type WorkspaceStatus = z.infer<typeof workspaceStatusSchema>;

/** One folder as the folder chooser shows it. */
export const folderListingSchema = z.object({
  folder: z.string(),
  parent: z.string().nullable(),
  isRepository: z.boolean(),
  /** Folders in it, hidden ones left out, sorted by name. */
  folders: z
    .array(z.object({ name: z.string(), path: z.string(), isRepository: z.boolean() }))
    .readonly(),
});
export type FolderListing = z.infer<typeof folderListingSchema>;

/** What a person has set for the app as a whole, on this machine. */
export const preferencesSchema = z.object({
  /** Kinds of notifications that are shown by the operating system too. */
  nativeNotifications: z.array(notificationTypeSchema).readonly(),
  /** Command that opens a folder in the person's editor; empty: the one that is found. */
  editor: z.string(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** What there is to know of a workspace that the host has open, without opening it in the page. */
export const workspaceNewsSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Entries of its inbox with something unread; what happened in one run is one. */
  unread: z.int().nonnegative(),
  /** What waits for the person, whether its entry was read or not. */
  needing: z.int().nonnegative(),
  /** The newest of the unread, newest first, some few. */
  entries: z
    .array(
      z.object({
        notification: notificationSchema,
        /** Task of the attempt that the notification is about; null when it is about something else. */
        taskId: z.string().nullable(),
      }),
    )
    .readonly(),
});
export type WorkspaceNews = z.infer<typeof workspaceNewsSchema>;

export const hostContract = {
  describe: oc.output(hostInfoSchema),
  /** Workspaces opened before, newest first. */
  recent: oc.output(z.array(recentWorkspaceSchema).readonly()),
  /** Takes a workspace off the list; nothing of it is deleted. */
  forget: oc.input(inWorkspace).output(doneSchema),
  /** Folders in `folder` (null: the home folder), for hosts without a dialog. */
  browse: oc
    .input(z.object({ folder: z.string().nullable() }))
    .output(resultSchema(folderListingSchema)),
  /** Opens the repository in the person's editor; answers its name. */
  openEditor: oc.input(inWorkspace).output(resultSchema(z.object({ editor: z.string() }))),
  /** Makes a folder a repository with a first commit of its files, where it is none or has none. */
  prepareFolder: oc.input(z.object({ folder: z.string().min(1) })).output(doneSchema),
  /** Asks with the system's dialog; null when it was dismissed or there is none. */
  pickFolder: oc.output(z.string().nullable()),
  /** The news of all workspaces that are open now, then again whenever something of it has changed. */
  news: oc.output(eventIterator(z.array(workspaceNewsSchema).readonly())),
  preferences: oc.output(preferencesSchema),
  setPreferences: oc.input(preferencesSchema).output(doneSchema),
};

export const workspacesContract = {
  /** Opens the repository that `folder` lies in. */
  open: oc.input(z.object({ folder: z.string().min(1) })).output(resultSchema(workspaceInfoSchema)),
  /** Makes the demo workspace in a fresh folder and opens it. */
  openDemo: oc.output(resultSchema(workspaceInfoSchema)),
  /** Opens a workspace of the recent list, if it is not open yet, and returns it. */
  describe: oc.input(inWorkspace).output(resultSchema(workspaceInfoSchema)),
  /** The present status, then each new one. */
  watch: oc.input(inWorkspace).output(eventIterator(workspaceStatusSchema)),
};
