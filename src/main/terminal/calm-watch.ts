/** Bytes between two looks up to which output counts as calm: more than anybody reads. */
export const calmBytes = 64 * 1024;
/** Output that has to be shown in full before a viewer is trusted again. */
const trustBytes = 4 * 1024 * 1024;
const mostLooks = 4;

/**
 * Notices when output that was too much has calmed. A program whose floods come in waves has to be calm for
 * longer each time, as the whole screen costs more than the output of a short pause.
 */
export class CalmWatch {
  #looksNeeded = 0;
  #looks = 0;
  #seen = 0;

  /** The viewer fell behind, with `shown` bytes shown in full since it had caught up. */
  fellBehind(bytesWritten: number, shown: number): void {
    const isNew = this.#looksNeeded === 0 || shown > trustBytes;
    this.#looksNeeded = isNew ? 1 : Math.min(mostLooks, this.#looksNeeded * 2);
    this.#looks = 0;
    this.#seen = bytesWritten;
  }

  /** To be asked at regular times, with the bytes that the program has put out in all. */
  look(bytesWritten: number): boolean {
    const isCalm = bytesWritten - this.#seen <= calmBytes;
    this.#seen = bytesWritten;
    this.#looks = isCalm ? this.#looks + 1 : 0;
    return this.#looks >= this.#looksNeeded;
  }
}
