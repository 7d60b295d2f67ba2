import type { Subscription } from '#shared/lib/disposable.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Task, TaskSource, TaskStatus } from '#shared/model/task.ts';
import type { FileState, ImportedEpic, ImportedItems, ImportedTask } from './imported-items.ts';
import type { SourceField } from './source-changes.ts';

interface AnySource {
  /** Its name in records, files and commands. */
  readonly kind: string;
  /** Its name for people, for example "JSON file". */
  readonly label: string;
  /** The fields of a task that are the source's: whatever it says of them later is taken over. */
  readonly owns: readonly SourceField[];
  /** Writes epics and tasks in its form; null for a source that is only read. */
  readonly export: SourceExport | null;
}

/** A source that is looked for in the repository itself. */
export interface RepositorySource extends AnySource {
  readonly from: 'repository';
  /** What it looks for there, for people: `{ what: 'folder', path: 'backlog/tasks' }`. */
  readonly looksFor: { readonly what: string; readonly path: string };
  /** Whether the repository has it; a failure says why that cannot be said. */
  find(root: string): Promise<Result<boolean, Failure>>;
  /** All that it holds; what has no epic there gets `epicId`. */
  readAll(root: string, epicId: string): Promise<Result<ImportedItems, Failure>>;
  /** How its tasks and their files are kept the same; null for a source that is read once. */
  readonly files: TaskFiles | null;
}

/** A source that is a text which the person names or hands over; it is read once. */
export interface TextSource extends AnySource {
  readonly from: 'text';
  /** What such a file is, where a person is to choose one. */
  readonly hint: string;
  /** How the names of its files end, with the dot. */
  readonly endings: readonly string[];
  readonly mediaType: string;
  /** A text that is not this format at all is a failure: nothing of it was looked at. */
  readAll(text: string, file: string): Result<ImportedItems, Failure>;
  readonly files: null;
}

/** Where epics and tasks come from (SPEC section 2.2). */
export type Source = RepositorySource | TextSource;

export type ExportedTask = ImportedTask & Partial<Pick<Task, 'createdAt'>>;

/** What an export wrote, and what it could not write without overwriting something. */
export interface FolderExport {
  /** Paths relative to the target, `/` separated. */
  readonly files: readonly string[];
  /** The app's id → the id in the folder, for every task that was written. */
  readonly ids: ReadonlyMap<string, string>;
  readonly problems: readonly Failure[];
}

export type SourceExport =
  | {
      readonly to: 'text';
      /** How the name of such a file ends, with the dot. */
      readonly ending: string;
      render(epics: readonly ImportedEpic[], tasks: readonly ExportedTask[]): string;
    }
  | {
      readonly to: 'folder';
      write(
        target: string,
        epics: readonly ImportedEpic[],
        tasks: readonly ExportedTask[],
      ): Promise<Result<FolderExport, Failure>>;
    };

/** A task as its file describes it, without the epic, which is decided at the import. */
export type FileTask = Omit<ImportedTask, 'epicId' | 'fileState'> & {
  readonly fileState: FileState;
};

/** What the app writes into a task's file; what is missing here stays as it is in the file. */
export interface FileChange {
  readonly status?: TaskStatus;
  /** Criteria to tick, counted from 1; ticks that a person has set stay. */
  readonly checkedCriteria?: readonly number[] | 'all';
  /** Appended to the notes unless they contain it already. */
  readonly notes?: string;
  /** The summary; under the one that stands there, unless that contains it already. */
  readonly summary?: string;
  /** The summary of a file that has none. */
  readonly summaryIfNone?: string;
  /** Moment of the change, UTC ISO time. */
  readonly updatedAt: string;
}

/** What became of a task's file. */
export interface FileWritten {
  /** Whether anything had to be written. */
  readonly changed: boolean;
  /** Digest of the file before. */
  readonly before: string;
  /** The file as it is now. */
  readonly state: FileState;
}

/** What somebody wrote about the work on a task into its file. */
export interface TaskWords {
  readonly plan: string;
  readonly notes: string;
  readonly summary: string;
}

/** How a source keeps its tasks and the files they came from the same. All files are below `root`. */
export interface TaskFiles {
  /** Reads one task again, also where its file was renamed. */
  readOne(root: string, source: TaskSource, taskId: string): Promise<Result<FileTask, Failure>>;
  /** Digest of what is the task's in a file with this text, as {@link FileState} has it. */
  digestOf(text: string, source: TaskSource, taskId: string): string;
  /** Writes a change into the task's file and nothing else into it, in one step. */
  writeBack(
    root: string,
    source: TaskSource,
    change: FileChange,
    taskId: string,
  ): Promise<Result<FileWritten, Failure>>;
  /** Reports the tasks whose files were touched, also by the app's own writing. */
  watch(
    root: string,
    onChange: (taskIds: readonly string[]) => void,
    options?: { readonly onReady?: () => void },
  ): Subscription;
  /** Whether a file of this path can be one that describes tasks of the same project as `source`. */
  isTaskPath(source: TaskSource, path: string): boolean;
  /** Whether the file at such a path describes this task; `text` is null where it cannot be read. */
  isFileOf(taskId: string, path: string, text: string | null): boolean;
  /** What the file says about the work on the task; null when it cannot be read. */
  wordsOf(text: string, path: string, taskId: string): TaskWords | null;
}
