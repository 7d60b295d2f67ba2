import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Logger } from '#shared/lib/logger.ts';
import { writeFileAtomically } from '#main/system/atomic-write.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';
import { windowStateSchema } from './window-state.ts';

const stateSchema = z.object({
  window: windowStateSchema.nullable().catch(null),
  /** The place that the page showed last, as its hash; empty at the beginning. */
  place: z
    .string()
    .regex(/^#\/[^\s]{0,1000}$/)
    .catch(''),
  /** Colour of the page's theme, as it was last; null before the page has sent it. */
  background: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .nullable()
    .catch(null),
  /** Whether the person has seen that closing the window during a run only hides it. */
  wasTrayHintShown: z.boolean().catch(false),
});
/** What the desktop app remembers from one start to the next. */
export type DesktopState = z.infer<typeof stateSchema>;

const fresh: DesktopState = {
  window: null,
  place: '',
  background: null,
  wasTrayHintShown: false,
};

/** {@link DesktopState} in a file. Losing it costs nothing but comfort, so no failure stops the app. */
export class DesktopStateFile {
  readonly #file: string;
  readonly #logger: Logger;
  #state: DesktopState;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, logger: Logger, state: DesktopState) {
    this.#file = file;
    this.#logger = logger;
    this.#state = state;
  }

  /** Reads the file; what is missing or damaged in it starts afresh. */
  static async open(file: string, logger: Logger): Promise<DesktopStateFile> {
    return new DesktopStateFile(file, logger, await readState(file));
  }

  get state(): DesktopState {
    return this.#state;
  }

  /** Remembers changes; they are in the file when the promise resolves, or the log says why not. */
  async change(changes: Partial<DesktopState>): Promise<void> {
    this.#state = { ...this.#state, ...changes };
    this.#writing = this.#writing.then(async () => this.#write());
    return this.#writing;
  }

  /** Resolves when all changes so far are in the file, or the log says why not. */
  async settled(): Promise<void> {
    return this.#writing;
  }

  async #write(): Promise<void> {
    try {
      await mkdir(dirname(this.#file), { recursive: true, mode: privateFolderMode });
      const written = await writeFileAtomically(
        this.#file,
        `${JSON.stringify(this.#state, null, 2)}\n`,
        { mode: privateFileMode },
      );
      if (!written.ok) this.#logger.warn(written.error.message);
    } catch (error) {
      this.#logger.warn('The state of the window was not saved.', { error: String(error) });
    }
  }
}

/** Far more than a window has to remember. */
const longestState = 1024 ** 2;

async function readState(file: string): Promise<DesktopState> {
  try {
    const text = await readNamedText(file, longestState);
    const read = stateSchema.safeParse(JSON.parse((text.ok && text.value) || ''));
    return read.success ? read.data : fresh;
  } catch {
    return fresh;
  }
}
