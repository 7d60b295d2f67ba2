import { assertNever } from '#shared/lib/assert-never.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import { shownText } from '#shared/core/text/shown-text.ts';
import { decoders } from '#shared/core/agent-output/events/decoders.ts';
import type { AgentDecoder, AgentEvent } from '#shared/core/agent-output/events/agent-event.ts';
import { jsonText } from '#shared/core/agent-output/json-lines.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';
import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import { readableError } from '#shared/core/agent-output/readable-error.ts';
import { JsonLineReader } from '#shared/core/agent-output/read-json-lines.ts';
import { terminalLines } from '#shared/core/agent-output/terminal-text.ts';
import { EntryList } from './entry-list.ts';
import { SessionTexts } from './session-texts.ts';
import { SessionTools } from './session-tools.ts';
import { Spending } from './spending.ts';
import type { Spent } from './spending.ts';

/** Control characters: a line without any is as it was printed. */
const controls = /(?!\t)\p{Cc}/u;
/** Of an event that nobody knows so much is shown. */
const longestUnknown = 2_000;
/** Programs that draw a screen rather than print lines: the alternate screen, or the cursor put somewhere. */
const drawing = new RegExp(
  `${String.fromCodePoint(27)}${String.raw`\[(?:\?(?:1049|1047|47)h|\d{1,4};\d{1,4}[Hf])`}`,
);

/**
 * Makes the entries of a session of what an agent printed, line by line. Nothing that was printed makes it throw;
 * the time and memory that it takes are in proportion to its input, and bounded by what is kept.
 */
export class SessionBuilder {
  readonly #decode: AgentDecoder | null;
  readonly #lines = new JsonLineReader();
  readonly #entries = new EntryList();
  readonly #spending = new Spending();
  readonly #tools: SessionTools;
  readonly #texts: SessionTexts;
  #folder: string | null;
  #draws = false;
  /** The provider's last word about a limit, or a failure, is not said twice. */
  #lastProblem = '';
  /** When the line that is read was printed. */
  #at: number | null = null;

  /** `folder`: where the agent works, for those that do not say it themselves; null: nobody knows. */
  constructor(format: OutputFormat, folder: string | null = null) {
    this.#decode = decoders[format];
    this.#folder = folder;
    this.#tools = new SessionTools(this.#entries, (path) => this.#ownPath(path));
    this.#texts = new SessionTexts(this.#entries);
  }

  /** All entries that are kept, with their places. */
  get entries(): Pick<EntryList, 'first' | 'end' | 'at' | 'slice' | 'last'> {
    return this.#entries;
  }

  /** What was used so far. */
  get spent(): Spent {
    return this.#spending.spent;
  }

  /** Whether its agent prints events, or plain lines only. */
  get hasEvents(): boolean {
    return this.#decode !== null;
  }

  /** Whether its program has drawn a screen, which lines do not show. */
  get draws(): boolean {
    return this.#draws;
  }

  /** The tool that was begun last of those that run; null when none does. */
  get running(): ReturnType<SessionTools['newest']> {
    return this.#tools.newest();
  }

  /** Takes a line that is whole, without its line feed; `at`: when it was printed, in epoch ms. */
  line(raw: string, at: number | null): void {
    this.#at = at;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (!controls.test(line)) {
      this.#plain(line);
      return;
    }
    this.#draws ||= drawing.test(line);
    for (const part of terminalLines(line)) this.#plain(part);
  }

  /**
   * What is not known to be whole yet: lines that may go on, and `partial`, the line that is being printed. With
   * `isOver` nothing will come any more.
   */
  pending(partial: string, isOver: boolean): string {
    const { waiting } = this.#lines;
    const shown = waiting.length > 1 || isOver ? waiting : [];
    const rest = terminalLines(partial).join('\n');
    const isEvent = this.#decode !== null && rest.startsWith('{') && !isOver;
    const lines = isEvent || rest.trim() === '' ? shown : [...shown, rest];
    return shownText(lines.join('\n'));
  }

  #plain(line: string): void {
    if (this.#decode === null) {
      this.#texts.note(line, this.#at);
      return;
    }
    for (const found of this.#lines.read(line)) {
      if ('other' in found) this.#texts.note(found.other, this.#at);
      else this.#event(found.event, this.#decode);
    }
  }

  #event(object: JsonObject, decode: AgentDecoder): void {
    this.#tools.nextStep();
    const events = decode(object);
    if (events === null) {
      this.#texts.note(jsonText(object).slice(0, longestUnknown), this.#at);
      return;
    }
    for (const event of events) this.#take(event);
  }

  #take(event: AgentEvent): void {
    const at = this.#at;
    switch (event.kind) {
      case 'session':
        this.#folder = event.folder ?? this.#folder;
        break;
      case 'text':
        this.#texts.say(event, at);
        break;
      case 'tool':
        this.#tools.begin(event, at);
        break;
      case 'tool_end':
        this.#tools.end(event, at);
        break;
      case 'refused':
        this.#tools.refuse(event, at);
        break;
      case 'usage':
        this.#spending.take(event);
        break;
      case 'note':
        this.#texts.note(event.text, at);
        break;
      case 'question':
        this.#entries.push({ kind: 'question', at, isNested: false, text: shownText(event.text) });
        break;
      case 'retry':
        this.#retry(event);
        break;
      case 'limit': {
        const { message, resetsAt } = event;
        this.#entries.push({ kind: 'limit', at, isNested: false, message, until: resetsAt });
        break;
      }
      case 'failure':
        this.#fail(event.message);
        break;
      case 'end':
        this.#end(event);
        break;
      default:
        assertNever(event, 'event of an agent');
    }
  }

  #retry({ reason, attempt, of, delayMs }: Extract<AgentEvent, { kind: 'retry' }>): void {
    const until = delayMs === null || this.#at === null ? null : this.#at + delayMs;
    const entry: SessionEntry = {
      kind: 'retry',
      at: this.#at,
      isNested: false,
      reason: shownText(reason),
      attempt,
      of,
      until,
    };
    // One after the other is the same wait.
    if (this.#entries.last?.kind === 'retry') this.#entries.replaceLast(entry);
    else this.#entries.push(entry);
  }

  #fail(message: string): void {
    const words = shownText(readableError(message)).trim();
    if (words === this.#lastProblem || words === this.#texts.lastSaid) return;
    this.#lastProblem = words;
    this.#entries.push({ kind: 'failure', at: this.#at, isNested: false, message: words });
  }

  #end({ isSuccess, finalText }: Extract<AgentEvent, { kind: 'end' }>): void {
    const at = this.#at;
    if (isSuccess && finalText !== null) this.#texts.sayLast(finalText, at);
    this.#tools.endAll();
    this.#entries.push({ kind: 'end', at, isNested: false, isSuccess, ...this.spent });
  }

  /** A path as a person says it: from the folder that the agent works in. */
  #ownPath(path: string): string {
    const folder = this.#folder;
    if (path === folder) return '.';
    return folder !== null && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
  }
}
