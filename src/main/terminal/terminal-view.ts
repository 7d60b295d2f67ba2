import type { ScreenSize } from './screen-size.ts';

/** One terminal as one viewer sees it, from when its screen is known or being made. */
export interface TerminalView {
  acknowledge(bytes: number): void;
  input(data: string): void;
  resize(size: ScreenSize): void;
  /** The viewer has gone; what it blocked goes on. */
  close(): void;
}
