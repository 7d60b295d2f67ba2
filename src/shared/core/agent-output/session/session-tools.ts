import type { EntryFile, SessionEntry } from '#shared/model/session-entry.ts';
import { shownLine, shownText } from '#shared/core/text/shown-text.ts';
import type {
  AgentEvent,
  ToolEndEvent,
  ToolEvent,
} from '#shared/core/agent-output/events/agent-event.ts';
import type { EntryList } from './entry-list.ts';
import { keepText, noText } from './kept-text.ts';

type ToolEntry = Extract<SessionEntry, { kind: 'tool' }>;

/** Characters of what a tool printed. */
const outputLengths = { start: 12 * 1024, end: 12 * 1024 };
const longestSubject = 8 * 1024;
/** A turn of any agent has fewer; what is forgotten is only that they run. */
const mostRunning = 1_000;

interface Running {
  readonly place: number;
  /** When it was begun; null where that is not known. */
  readonly since: number | null;
  /** The printed event that it was begun by. */
  readonly step: number;
}

/** The tools that an agent uses, from their beginning to their end. */
export class SessionTools {
  readonly #entries: EntryList;
  readonly #ownPath: (path: string) => string;
  readonly #running = new Map<string, Running>();
  /** Of those that have ended; one that was not permitted may be said to be so again. */
  readonly #refused = new Set<string>();
  #step = 0;

  constructor(entries: EntryList, ownPath: (path: string) => string) {
    this.#entries = entries;
    this.#ownPath = ownPath;
  }

  /** Another printed event is read. */
  nextStep(): void {
    this.#step += 1;
  }

  begin(event: ToolEvent, at: number | null): void {
    const { id, isNested } = event;
    const described = {
      name: shownLine(event.name),
      action: event.action,
      subject: this.#subject(event),
      files: this.#ownFiles(event.files),
    };
    const known = this.#find(id);
    if (known !== null) {
      this.#entries.replace(known.place, { ...known.entry, ...described });
      return;
    }
    const entry: ToolEntry = {
      kind: 'tool',
      at,
      isNested,
      ...described,
      state: 'running',
      tookMs: null,
      exitCode: null,
      output: noText,
    };
    this.#running.set(id, { place: this.#entries.push(entry), since: at, step: this.#step });
    const [oldest] = this.#running.keys();
    if (oldest !== undefined && this.#running.size > mostRunning) this.#running.delete(oldest);
  }

  end(event: ToolEndEvent, at: number | null): void {
    if (this.#find(event.id) === null) this.#beginUnknown(event.id, at);
    const known = this.#find(event.id);
    if (known === null) return;
    this.#running.delete(event.id);
    const { entry, place, running } = known;
    const isMeasured = running.since !== null && at !== null && running.step !== this.#step;
    const measured = isMeasured ? Math.max(0, (at ?? 0) - (running.since ?? 0)) : null;
    this.#entries.replace(place, {
      ...entry,
      state: entry.state === 'refused' ? 'refused' : event.state,
      tookMs: event.tookMs ?? measured,
      exitCode: event.exitCode,
      output: keepText(noText, shownText(event.output), outputLengths),
      // What failed has changed nothing.
      files: event.state === 'done' ? this.#ownFiles(event.files ?? entry.files) : [],
    });
  }

  refuse(
    { toolId, tool, reason }: Extract<AgentEvent, { kind: 'refused' }>,
    at: number | null,
  ): void {
    const known = toolId === null ? null : this.#find(toolId);
    if (toolId !== null) {
      if (this.#refused.has(toolId)) return;
      this.#refused.add(toolId);
    }
    if (known !== null) {
      const output = keepText(noText, shownText(reason), outputLengths);
      this.#entries.replace(known.place, { ...known.entry, state: 'refused', output });
      return;
    }
    const words = { tool: shownLine(tool), subject: '', reason: shownText(reason) };
    this.#entries.push({ kind: 'refused', at, isNested: false, ...words });
  }

  /** The tool that was begun last of those that run; null when none does. */
  newest(): {
    readonly entry: ToolEntry;
    readonly place: number;
    readonly since: number | null;
  } | null {
    const id = [...this.#running.keys()].at(-1);
    const known = id === undefined ? null : this.#find(id);
    return known === null ? null : { ...known, since: known.running.since };
  }

  /** The agent has ended: what of its tools did not is not waited for. */
  endAll(): void {
    this.#running.clear();
  }

  #find(
    id: string,
  ): { readonly entry: ToolEntry; readonly place: number; readonly running: Running } | null {
    const running = this.#running.get(id);
    if (running === undefined) return null;
    const entry = this.#entries.at(running.place);
    return entry?.kind === 'tool' ? { entry, place: running.place, running } : null;
  }

  /** Its beginning is not in what was read. */
  #beginUnknown(id: string, at: number | null): void {
    const unknown = { name: 'Tool', action: 'other', subject: '', files: [] } as const;
    this.begin({ kind: 'tool', id, ...unknown, isNested: false }, at);
  }

  #subject({ action, subject, files }: ToolEvent): string {
    const text = shownText(subject).slice(0, longestSubject);
    const isPath = files.length > 0 || action === 'read' || action === 'search';
    // Several files stand in a line each.
    return isPath ? text.split('\n').map(this.#ownPath).join('\n') : text;
  }

  #ownFiles(files: readonly EntryFile[]): readonly EntryFile[] {
    return files.map((file) => ({ ...file, path: this.#ownPath(shownLine(file.path)) }));
  }
}
