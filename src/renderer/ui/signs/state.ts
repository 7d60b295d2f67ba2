import { Circle, CircleCheck, CircleDotDashed, CircleQuestionMark, OctagonX } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

/** The five states that have a colour. What is in which state is decided by whoever shows it. */
export type StateName = 'running' | 'waiting' | 'verified' | 'blocked' | 'idle';
/** What a badge, chip or banner can be coloured by. */
export type Tone = StateName | 'accent' | 'neutral';

export const stateIcons: Readonly<Record<StateName, LucideIcon>> = {
  running: CircleDotDashed,
  waiting: CircleQuestionMark,
  verified: CircleCheck,
  blocked: OctagonX,
  idle: Circle,
};

export const stateWords: Readonly<Record<StateName, string>> = {
  running: 'Running',
  waiting: 'Waiting',
  verified: 'Verified',
  blocked: 'Blocked',
  idle: 'Idle',
};

/** Text in the colour of a tone, readable on every surface and on the tone's own background. */
export const toneText: Readonly<Record<Tone, string>> = {
  running: 'text-running',
  waiting: 'text-waiting',
  verified: 'text-verified',
  blocked: 'text-blocked',
  idle: 'text-idle',
  accent: 'text-accent-text',
  neutral: 'text-muted',
};

/** Quiet background of a tone. */
export const toneFill: Readonly<Record<Tone, string>> = {
  running: 'bg-running-subtle',
  waiting: 'bg-waiting-subtle',
  verified: 'bg-verified-subtle',
  blocked: 'bg-blocked-subtle',
  idle: 'bg-idle-subtle',
  accent: 'bg-accent-subtle',
  neutral: 'bg-idle-subtle',
};

/** Line around a tone's background, as a border colour. */
export const toneBorder: Readonly<Record<Tone, string>> = {
  running: 'border-running-border',
  waiting: 'border-waiting-border',
  verified: 'border-verified-border',
  blocked: 'border-blocked-border',
  idle: 'border-idle-border',
  accent: 'border-accent-border',
  neutral: 'border-border',
};

/** Solid mark of a tone: bars, dots, chart series. Never behind text. */
export const toneSolid: Readonly<Record<Tone, string>> = {
  running: 'bg-running-solid',
  waiting: 'bg-waiting-solid',
  verified: 'bg-verified-solid',
  blocked: 'bg-blocked-solid',
  idle: 'bg-idle-solid',
  accent: 'bg-accent',
  neutral: 'bg-idle-solid',
};
