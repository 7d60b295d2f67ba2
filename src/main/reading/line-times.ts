/** When the bytes of a transcript were printed, as was noted beside it (`TimeLog`). */
export class LineTimes {
  readonly #offsets: number[] = [];
  readonly #times: number[] = [];
  #rest = '';
  /** The note that was used last: places are asked for in their order. */
  #index = 0;

  /** Takes more of the notes; the last line may go on later. */
  take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, offset, time] = /^(\d{1,15}) (\d{1,15})$/.exec(line) ?? [];
      if (offset === undefined) continue;
      this.#offsets.push(Number(offset));
      this.#times.push(Number(time));
    }
  }

  /** When the byte at `offset` was printed, in epoch ms; null where nothing was noted before it. */
  at(offset: number): number | null {
    while ((this.#offsets[this.#index + 1] ?? Infinity) <= offset) this.#index += 1;
    return (this.#offsets[this.#index] ?? Infinity) <= offset
      ? (this.#times[this.#index] ?? null)
      : null;
  }
}
